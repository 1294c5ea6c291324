import react from '@vitejs/plugin-react';
import { msw } from 'msw/vite';
import { defineConfig } from 'vitest/config';

const folder = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  base: '/app/',
  plugins: [react(), msw()],
  resolve: { alias: { '@mock': folder('./mock-api'), '@': folder('./src') } },
  build: {
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false }, // the policy allows no inline script, and these browsers need none
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|react-router|scheduler|@tanstack|i18next|react-i18next)\//,
              priority: 2,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost/app/' } },
    setupFiles: ['./mock-api/test.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'mock-api/**/*.test.ts', 'build/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 60_000, // for a machine that does much else
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
  },
});
