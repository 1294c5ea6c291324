import type { HttpHandler } from 'msw';
import { administration } from '@mock/administration';
import { captures } from '@mock/captures';
import { dashboard } from '@mock/dashboard';
import { devices } from '@mock/devices';
import { operations } from '@mock/operations';
import { discounts } from '@mock/discounts';
import { parking } from '@mock/parking';
import { session } from '@mock/session';
import { till } from '@mock/till';
import { sightings } from '@mock/sightings';
import { watch } from '@mock/watch';
import { webhooks } from '@mock/webhooks';

// In one list for the browser and the tests: one line a feature.
export const handlers: HttpHandler[] = [
  ...session,
  ...captures,
  ...sightings,
  ...devices,
  ...watch,
  ...webhooks,
  ...dashboard,
  ...operations,
  ...parking,
  ...till,
  ...discounts,
  ...administration,
];
