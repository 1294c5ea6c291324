// A gate with its two cameras: they know where they stand, so their photos need to say only who took them.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api, PLACE } from './api.js';
import { minutesAgo } from './photos.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

const POSITION = { lat: PLACE.latitude, lon: PLACE.longitude, accuracy_m: 3 };

async function openGate(t) {
  const api = new Api(await Server.started(t));
  const zone = await openZone(api, { name: 'Barrera', mode: 'gate' });
  for (const direction of ['in', 'out']) {
    await api.expect(201, 'POST', '/v1/devices', {
      json: { name: `barrier-${direction}`, kind: 'gate', zone: zone.id, direction, position: POSITION },
    });
  }
  return api;
}

test('a car comes in and goes out through a gate of registered cameras', async (t) => {
  const api = await openGate(t);
  const entry = await api.capture('ar07_in', { device: 'barrier-in', place: null, takenAt: minutesAgo(65) });
  assert.deepEqual(entry.place, { ...POSITION, source: 'device' });
  assert.equal(entry.stay.happened, 'opened');
  const exit = await api.capture('ar07_out', { device: 'barrier-out', place: null, takenAt: minutesAgo(1) });
  assert.equal(exit.stay.happened, 'closed');
  assert.equal(exit.stay.id, entry.stay.id);
  assert.deepEqual(exit.stay.owed, { amount: 200_000, currency: 'ARS' });
});

test('an exit in doubt is settled by the next car that leaves, and a person can undo it', async (t) => {
  const api = await openGate(t);
  const see = async (plate, device, minutes, confidence = 0.99) => {
    const json = { plate, device, confidence, seen_at: minutesAgo(minutes).toISOString() };
    await api.expect(201, 'POST', '/v1/sightings', { json });
    for (;;) {
      const found = (await api.expect(200, 'GET', `/v1/parking/stays?plate=${plate}`)).items;
      if (found.length || device === 'barrier-out') return;
    }
  };
  await see('AB123CK', 'barrier-in', 60);
  await see('AB123CW', 'barrier-in', 59);
  await see('AB123CC', 'barrier-out', 30, 0.5); // one character from both
  await api.once('/v1/parking/stays?plate=AB123CC', ({ items }) => items.length); // whose it is waits for an answer
  await see('AB123CK', 'barrier-out', 20);

  let settled;
  do {
    [settled] = (await api.expect(200, 'GET', '/v1/parking/stays?plate=AB123CW')).items;
  } while (settled.state === 'open');
  assert.equal(settled.match.by, 'misreading');
  assert.equal(settled.match.read_as, 'AB123CC');
  assert.match(settled.match.reason.es, /AB123CC.*AB123CW/);
  const undone = await api.expect(200, 'DELETE', `/v1/parking/stays/${settled.id}/match`);
  assert.equal(undone.state, 'open');
});
