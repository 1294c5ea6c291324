// The server's stays, charges, tickets and payments, as this page uses them.
import { read, request } from './api.js';

const LISTED = 100;
const stayPath = (id) => `/v1/parking/stays/${id}`;

export async function openStays(plate) {
  const query = new URLSearchParams({ state: 'open', limit: LISTED });
  if (plate) query.set('plate', plate);
  return (await read(`/v1/parking/stays?${query}`)).items;
}

export const stayOf = (id) => read(stayPath(id));
export const chargeOf = (id) => read(`${stayPath(id)}/charge`);
export const closeStay = (id) => request('PUT', `${stayPath(id)}/closure`, { json: {} });

// Says that the exit was another car's, which only looked like this one.
export const undoMatch = (id) => request('DELETE', `${stayPath(id)}/match`);

// What an exit without its entry was: {is: "exit", of: stay}, {is: "entry"} or {is: "nothing"}.
export const answerStay = (id, answer) => request('PUT', `${stayPath(id)}/answer`, { json: answer });

export const ticketOf = (number) => read(`/v1/parking/tickets/${number}`);
export const payTicket = (number, payment, idempotencyKey) =>
  request('POST', `/v1/parking/tickets/${number}/payments`, { json: payment, idempotencyKey });
