// The server's captures and sightings, as this page uses them.
import { read, readBlob, request } from './api.js';

const RECENT = 20;

export const recentCaptures = async () => (await read(`/v1/captures?limit=${RECENT}`)).items;
export const captureOf = (id) => read(`/v1/captures/${id}`);
export const pictureAt = readBlob;

// Sets plate, seen_at or place of a sighting; its stay is judged anew.
export const correctSighting = (sighting, fields) => request('PATCH', `/v1/sightings/${sighting}`, { json: fields });

// The plate of a photo that gave no sighting, as a person reads it.
export const enterPlate = (capture, plate) => request('PUT', `/v1/captures/${capture}/plate`, { json: { plate } });

// For a photo whose own time is too old or still to come.
export const useArrivalTime = (capture) => request('PUT', `/v1/captures/${capture}/taken-at`, { json: { source: 'arrival' } });
