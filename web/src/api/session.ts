import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { accessKey, forgetKey, keepCsrf } from '@/api/credentials';
import { Problem, Unreachable } from '@/api/problem';

export type Session = Schemas['Session'];
export type SessionUser = Schemas['SessionUser'];
export type Caller = Schemas['Caller'];

// Who was signed in here last: without a network the app opens for them, so that photos can be taken, which wait.
const REMEMBERED = 'patente.session';

// Each answer that holds a session holds the token for what changes something, too.
export async function sessionIn(asked: Promise<{ data?: Session }>): Promise<Session> {
  const session = await answered(asked);
  keepCsrf(session.csrf ?? '');
  localStorage.setItem(REMEMBERED, JSON.stringify(session));
  return session;
}

function remembered(): Session | null {
  const kept = localStorage.getItem(REMEMBERED);
  const session = kept ? (JSON.parse(kept) as Session) : null;
  keepCsrf(session?.csrf ?? '');
  return session;
}

export async function readSession(): Promise<Session | null> {
  try {
    return await sessionIn(api.GET('/v1/session'));
  } catch (problem) {
    if (!(problem instanceof Problem && problem.status === 401)) throw problem;
    localStorage.removeItem(REMEMBERED);
    return null;
  }
}

async function currentSession(): Promise<Session | null> {
  try {
    return await readSession();
  } catch (problem) {
    const last = problem instanceof Unreachable && remembered();
    if (last) return last;
    throw problem;
  }
}

// null: nobody is signed in.
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: currentSession,
  staleTime: 300_000,
  networkMode: 'always',
  refetchOnReconnect: 'always',
});

export const permits = (permissions: string[], permission: string): boolean =>
  permissions.includes('*') || permissions.includes(permission);

// Whether the one who is signed in may do this: `useMay('parking.operate')`. What one may not do is neither shown nor fetched.
export function useMay(permission: string): boolean {
  const { data } = useQuery(sessionQuery);
  return permits(data?.caller.permissions ?? [], permission);
}

export async function signOut(): Promise<void> {
  localStorage.removeItem(REMEMBERED);
  if (accessKey()) forgetKey();
  else await api.DELETE('/v1/session');
}
