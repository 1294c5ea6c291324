// The server's captures and sightings, as this page uses them.
import { newIdempotencyKey, read, readBlob, request } from './api.js';

const RECENT = 20;

export const recentCaptures = async () => (await read(`/v1/captures?limit=${RECENT}`)).items;
export const captureOf = (id) => read(`/v1/captures/${id}`);
export const pictureOf = (id) => readBlob(`/v1/captures/${id}/thumbnail`);
export const cropOf = (reading) => readBlob(reading.crop);

// Sets plate, seen_at or place of a sighting; its stay is judged anew.
export const correctSighting = (sighting, fields) => request('PATCH', `/v1/sightings/${sighting}`, { json: fields });

// A plate that a person read where the program could not.
export const enterSighting = (sighting) =>
  request('POST', '/v1/sightings', { json: sighting, idempotencyKey: newIdempotencyKey() });
