import type { Schemas } from '@/api/client';
import { without } from '@/ui/without';

// What can be edited of a zone: all but what the server gives it.
export const settingsOf = (zone: Schemas['ParkingZone']): Schemas['ZoneSettings'] =>
  without(zone, 'id', 'version', 'currency', 'created_at', 'changed_at');
