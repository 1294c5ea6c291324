// A place to park in: one tariff and one zone around PLACE.
import { PLACE } from './api.js';

// 1,000.00 ARS an hour, begun hours count, always.
const TARIFF = {
  name: { es: 'Hora completa', en: 'Whole hours' },
  currency: 'ARS',
  zone: 'America/Argentina/Buenos_Aires',
  counted_to: 'minute',
  price_at: 'band',
  rounding: { mode: 'half_up', unit: 1 },
  rates: [{
    id: 'hour', name: { es: 'Hora', en: 'Hour' }, steps: [{ minutes: 60, price: 100_000 }], owed: 'begun', runs_past_end: true, restart: 'stay',
  }],
  bands: [{ rate: 'hour' }],
  examples: [{ entered: '2026-03-02 10:00', left: '2026-03-02 11:30', total: 200_000 }],
};

// `settings`: whatever else the zone is.
export async function openZone(api, { name = 'Centro A', time_zone = TARIFF.zone, ...settings } = {}) {
  const tariff = await api.expect(201, 'POST', '/v1/parking/tariffs', { json: { ...TARIFF, zone: time_zone } });
  return api.expect(201, 'POST', '/v1/parking/zones', {
    json: {
      name,
      tariff: tariff.id,
      time_zone,
      area: { type: 'Circle', coordinates: [PLACE.longitude, PLACE.latitude], radius_m: 150 },
      ...settings,
    },
  });
}
