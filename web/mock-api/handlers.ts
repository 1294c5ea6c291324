import type { HttpHandler } from 'msw';
import { captures } from '@mock/captures';
import { devices } from '@mock/devices';
import { session } from '@mock/session';
import { sightings } from '@mock/sightings';
import { watch } from '@mock/watch';
import { webhooks } from '@mock/webhooks';

// In one list for the browser and the tests: one line a feature.
export const handlers: HttpHandler[] = [...session, ...captures, ...devices, ...sightings, ...watch, ...webhooks];
