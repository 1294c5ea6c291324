// The server's stays, charges, tickets and payments, as this page uses them.
import { read, readBlob, request } from './api.js';

const LISTED = 200;
const stayPath = (id) => `/v1/parking/stays/${id}`;
const staysBy = async (query) => (await read(`/v1/parking/stays?${new URLSearchParams(query)}`)).items;

// Those that wait for a person first, then the latest entered.
export async function openStays() {
  const [asked, open] = await Promise.all([staysBy({ state: 'ask', limit: LISTED }), staysBy({ state: 'open', limit: LISTED })]);
  return [...asked, ...open];
}

// Every stay whose plate holds this text, the latest entered first.
export const staysOfPlate = (text) => staysBy({ plate: `*${text}*`, limit: LISTED });

export const stayOf = (id) => read(stayPath(id));
export const chargeOf = (id) => read(`${stayPath(id)}/charge`);
export const closeStay = (id) => request('PUT', `${stayPath(id)}/closure`, { json: {} });

// Says that the exit was another car's, which only looked like this one.
export const undoMatch = (id) => request('DELETE', `${stayPath(id)}/match`);

// What an exit without its entry was: {is: "exit", of: stay}, {is: "entry"} or {is: "nothing"}.
export const answerStay = (id, answer) => request('PUT', `${stayPath(id)}/answer`, { json: answer });

// A person says which plate the stay is of, which its permit waits for.
export const sayPlate = (id, plate, reason) => request('PATCH', stayPath(id), { json: { plate, reason } });

// The stamp of a shop's code on the stay.
export const giveStamp = (stay, code, idempotencyKey) => request('POST', '/v1/validations', { json: { stay, code }, idempotencyKey });

export const ticketOf = (number) => read(`/v1/parking/tickets/${number}`);

// The QR code of the ticket's public page, as an SVG element.
export async function qrCodeOf(page) {
  const text = await (await readBlob(`${page}/qr.svg`)).text();
  return new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
}

export const payTicket = (number, payment, idempotencyKey) =>
  request('POST', `/v1/parking/tickets/${number}/payments`, { json: payment, idempotencyKey });
