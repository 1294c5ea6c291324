// Before each file of tests: the mock API answers, the words are Spanish, and what nobody mocks fails.
import { cleanup, configure } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { speak, startLanguage } from '@/i18n';
import { handlers } from '@mock/handlers';

// jsdom has no screen: a wide one, in light.
Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: /min-width/.test(query),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
});

export const server = setupServer(...handlers);

configure({ asyncUtilTimeout: 20_000 });

beforeAll(async () => {
  server.listen({ onUnhandledFrame: 'error' });
  await startLanguage();
  await speak('es');
});
afterEach(async () => {
  cleanup();
  await speak('es');
  server.resetHandlers();
  sessionStorage.clear();
  localStorage.clear();
});
afterAll(() => server.close());
