// The server's stays, charges and payments, as this page uses them.
import { read, request } from './api.js';

const LISTED = 100;

export async function openStays(plate) {
  const query = new URLSearchParams({ state: 'open', limit: LISTED });
  if (plate) query.set('plate', plate);
  return (await read(`/v1/stays?${query}`)).items;
}

export const stayOf = (id) => read(`/v1/stays/${id}`);
export const chargeOf = (id) => read(`/v1/stays/${id}/charge`);
export const closeStay = (id) => request('PUT', `/v1/stays/${id}/closure`, { json: {} });
export const payStay = (id, payment, idempotencyKey) =>
  request('POST', `/v1/stays/${id}/payments`, { json: payment, idempotencyKey });
