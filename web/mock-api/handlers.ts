import type { HttpHandler } from 'msw';
import { session } from '@mock/session';

// In one list for the browser and the tests: one line a feature.
export const handlers: HttpHandler[] = [...session];
