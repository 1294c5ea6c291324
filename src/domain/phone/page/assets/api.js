// Requests to the server. Every answer that is not a success throws a Problem; no answer throws Unreachable.
import { language } from './i18n.js';
import { accessKey } from './key.js';

const PASSING = [429, 502, 503, 504];
const POLL_EVERY_MS = 500;
const POLL_AT_MOST_MS = 120_000;
const ANSWER_AT_MOST_MS = 20_000;
const UPLOAD_SILENCE_MS = 60_000;

// The server refused, and said why in the person's language (RFC 9457).
export class Problem extends Error {
  constructor(status, document, retryAfterS) {
    super(document.detail || document.title || `HTTP ${status}`);
    this.status = status;
    this.code = document.code ?? '';
    this.errors = document.errors ?? [];
    this.correlationId = document.correlation_id ?? '';
    this.retryAfterS = retryAfterS;
  }

  // Worth sending again later without a change.
  get isPassing() {
    return PASSING.includes(this.status) || this.code === 'idempotency-key-running';
  }
}

export class Unreachable extends Error {}

export const newIdempotencyKey = () => crypto.randomUUID();

// The key for the next try: what was refused was not done, so what is put right is another request; anything else may be done.
export const keyAfter = (problem, key) => (problem instanceof Problem && !problem.isPassing && problem.status < 500 ? newIdempotencyKey() : key);

function headersFor(extra) {
  const headers = { 'Accept-Language': language(), Authorization: `Bearer ${accessKey()}`, ...extra };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

async function answer(method, path, { json, idempotencyKey, headers } = {}) {
  try {
    return await fetch(path, {
      method,
      headers: headersFor({
        'Content-Type': json && (method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'),
        'Idempotency-Key': idempotencyKey,
        ...headers,
      }),
      body: json && JSON.stringify(json),
      cache: 'no-store',
      signal: AbortSignal.timeout(ANSWER_AT_MOST_MS),
    });
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
}

async function checked(response) {
  if (response.ok) return response;
  throw new Problem(response.status, parsed(await response.text()), Number(response.headers.get('Retry-After')) || 0);
}

export async function request(method, path, options) {
  const response = await checked(await answer(method, path, options));
  return parsed(await response.text());
}

export const read = (path) => request('GET', path);

export async function readBlob(path) {
  const response = await checked(await answer('GET', path));
  return response.blob();
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Follows the Location of a 202 until the reading is there.
async function finished(location) {
  for (const end = Date.now() + POLL_AT_MOST_MS; Date.now() < end; await pause(POLL_EVERY_MS)) {
    const response = await checked(await answer('GET', location));
    if (response.status !== 202) return { captures: [parsed(await response.text())] };
  }
  throw new Unreachable('the reading takes too long');
}

// The body of the form with a boundary of its own choice, so that a repeated upload is the same to the byte.
function multipart(fields, file, boundary) {
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const fileName = file.name.replace(/[^\w.-]/g, '_');
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="${fileName}"\r\n`
    + `Content-Type: ${file.type || 'application/octet-stream'}\r\n\r\n`;
  return new Blob([...parts, head, file, `\r\n--${boundary}--\r\n`]);
}

// XMLHttpRequest, because fetch does not tell how much was sent.
function posted(path, body, headers, onProgress) {
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => upload.abort(), UPLOAD_SILENCE_MS);
    };
    const failed = () => reject(new Unreachable('the upload was cut'));
    upload.open('POST', path);
    for (const [name, value] of Object.entries(headers)) upload.setRequestHeader(name, value);
    upload.upload.onprogress = (event) => {
      heard();
      onProgress(event.loaded / event.total);
    };
    upload.onload = () => resolve(upload);
    upload.onerror = failed;
    upload.onabort = failed;
    upload.onloadend = () => clearTimeout(silence);
    heard();
    upload.send(body);
  });
}

// Sends one photo. `fields` are plain text; `onProgress` gets the share that was sent, 0…1.
export async function uploadCapture({ file, fields, idempotencyKey }, onProgress) {
  const boundary = `patente-${idempotencyKey}`;
  const headers = headersFor({ 'Content-Type': `multipart/form-data; boundary=${boundary}`, 'Idempotency-Key': idempotencyKey });
  const upload = await posted('/v1/captures', multipart(fields, file, boundary), headers, onProgress);
  if (upload.status === 202) return finished(upload.getResponseHeader('Location'));
  if (upload.status >= 200 && upload.status < 300) return parsed(upload.responseText);
  throw new Problem(upload.status, parsed(upload.responseText), Number(upload.getResponseHeader('Retry-After')) || 0);
}

const COME_BACK_MS = 3_000;

// The events of one text/event-stream as they come: {id, event, data}.
async function* eventsOf(response) {
  const decoder = new TextDecoder();
  let text = '';
  for (const reader = response.body.getReader(); ;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(text.slice(0, end).split('\n').map((line) => line.split(/: (.*)/s)));
      text = text.slice(end + 2);
      if (fields.event) yield { id: fields.id, event: fields.event, data: parsed(fields.data) };
    }
  }
}

// Follows Server-Sent Events until `signal`, coming back after each break: `began` is called each time, `heard` gets each event.
// Throws a Problem when the server refuses.
export async function follow(path, { signal, heard, began }) {
  let last;
  while (!signal.aborted) {
    try {
      const response = await checked(await fetch(path, { headers: headersFor({ 'Last-Event-ID': last }), cache: 'no-store', signal }));
      await began();
      for await (const { id, event, data } of eventsOf(response)) {
        last = id;
        if (!event.startsWith('events.')) heard(data);
      }
    } catch (problem) {
      if (signal.aborted) return;
      if (problem instanceof Problem && !problem.isPassing) throw problem;
    }
    await pause(COME_BACK_MS);
  }
}
