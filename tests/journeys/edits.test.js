// Two people edit the same thing: the second is told, and nothing of the first is lost.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Api, PLACE } from './api.js';
import { Server } from './server.js';
import { openZone } from './zone.js';

test('every thing that people edit has a tag, is unchanged for who has it, and refuses an edit of an older one', async (t) => {
  const server = await Server.started(t);
  const api = new Api(server);
  const zone = await openZone(api);
  const device = await api.expect(201, 'POST', '/v1/devices', { json: { name: 'gate-1', kind: 'gate' } });
  const place = { lat: PLACE.latitude, lon: PLACE.longitude };
  const recorded = await api.expect(201, 'POST', '/v1/sightings', { json: { plate: 'AB123CD' } });
  const stay = await api.expect(201, 'POST', '/v1/parking/stays', { json: { plate: 'ZZ999ZZ', zone: zone.id } });
  const edits = {
    [`/v1/devices/${device.id}`]: [{ position: place }, { zone: zone.id }],
    [`/v1/parking/zones/${zone.id}`]: [{ capacity: 5 }, { name: 'Centro B' }],
    [`/v1/sightings/${recorded.sightings[0].id}`]: [{ plate: 'AB123CE' }, { place }],
    [`/v1/parking/stays/${stay.id}`]: [{ vehicle_class: 'motorcycle' }, { plate: 'ZZ999ZX' }],
  };
  for (const [path, [mine, yours]] of Object.entries(edits)) {
    const read = await api.call('GET', path);
    const tag = read.headers.get('etag');
    assert.ok(tag, path);
    if (!path.includes('stays')) assert.equal((await api.call('GET', path, { headers: { 'If-None-Match': tag } })).status, 304, path);
    const edited = await api.call('PATCH', path, { json: mine, headers: { 'If-Match': tag } });
    assert.equal(edited.status, 200, `${path}: ${JSON.stringify(edited.body)}`);
    assert.notEqual(edited.headers.get('etag'), tag);
    const late = await api.call('PATCH', path, { json: yours, headers: { 'If-Match': tag } });
    assert.deepEqual([late.status, late.body.code], [412, 'changed-meanwhile'], path);
    assert.equal((await api.call('GET', path, { headers: { 'If-None-Match': tag } })).status, 200, path);
    const again = await api.call('PATCH', path, { json: yours, headers: { 'If-Match': edited.headers.get('etag') } });
    assert.equal(again.status, 200, `${path}: ${JSON.stringify(again.body)}`);
    for (const [name, value] of Object.entries({ ...mine, ...yours }))
      if (typeof value !== 'object') assert.equal(again.body[name], value, `${path}: ${name} stays`);
  }
  const gone = await api.call('DELETE', `/v1/devices/${device.id}`, { headers: { 'If-Match': '"1"' } });
  assert.equal(gone.status, 412);
});

test('the rows say so: each edit of a thing with a tag names If-Match, and each reading answers its tag', async (t) => {
  const server = await Server.started(t);
  const { body: document } = await new Api(server).call('GET', '/openapi.json');
  const patches = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods)
    .filter(([method]) => method === 'patch').map(([, operation]) => [path, operation, methods.get]));
  assert.ok(patches.length >= 4);
  for (const [path, patch, get] of patches) {
    assert.ok(patch.parameters.some((each) => each.$ref?.endsWith('/IfMatch')), path);
    assert.ok(patch.responses[412], path);
    assert.ok(patch.requestBody.content['application/merge-patch+json'], path);
    assert.ok(get.responses[304] && get.responses[200].headers.ETag, path);
  }
});
