import type { components } from '@/api/schema';

type ProblemDocument = components['schemas']['Problem'];
export type Fault = NonNullable<ProblemDocument['errors']>[number];

const PASSING = [429, 502, 503, 504];

// The server refused, and said why in the person's language (RFC 9457).
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: Fault[];
  readonly correlationId: string;
  readonly retryAfterS: number;

  constructor(status: number, document: Partial<ProblemDocument>, retryAfterS = 0) {
    super(document.detail ?? document.title ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.code = document.code ?? '';
    this.faults = document.errors ?? [];
    this.correlationId = document.correlation_id ?? '';
    this.retryAfterS = retryAfterS;
  }

  // Worth sending again later without a change.
  get isPassing(): boolean {
    return PASSING.includes(this.status) || this.code === 'idempotency-key-running';
  }
}

// There was no answer: no network, no server, or too slow.
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('no answer', { cause });
    this.name = 'Unreachable';
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const retryAfterS = Number(response.headers.get('Retry-After')) || 0;
  return new Problem(response.status, documentIn(text), retryAfterS);
}

export function documentIn(text: string): Partial<ProblemDocument> {
  try {
    return JSON.parse(text) as Partial<ProblemDocument>;
  } catch {
    return {}; // a proxy answered in its own words; the status says enough
  }
}
