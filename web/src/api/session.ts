import { queryOptions, useQuery } from '@tanstack/react-query';
import { reach } from '@/api/client';
import { accessKey, forgetKey, keepCsrf } from '@/api/credentials';
import { Problem } from '@/api/problem';

export interface SessionUser {
  id: string;
  login: string;
  name: string;
  roles: string[];
  permissions: string[];
  language: string | null;
  zones: string[];
  devices: string[];
  has_totp: boolean;
  must_choose_password: boolean;
}

export interface Caller {
  kind: 'nobody' | 'key' | 'user' | 'client' | 'device';
  id: string;
  name: string;
  permissions: string[];
}

export interface Session {
  user: SessionUser | null;
  caller: Caller;
  csrf?: string | null;
  expires_at?: string | null;
}

const KEY_CALLER: Caller = { kind: 'key', id: '', name: '', permissions: ['*'] };

const get = (path: string) => reach(new Request(new URL(path, location.origin)));

// Each answer that holds a session holds the token for what changes something, too.
export async function sessionIn(response: Response): Promise<Session> {
  const session = (await response.json()) as Session;
  keepCsrf(session.csrf ?? '');
  return session;
}

export async function readSession(): Promise<Session | null> {
  try {
    return await sessionIn(await get('/v1/session'));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401) return null;
    if (problem.status === 404) return sessionOfKey();
    throw problem;
  }
}

// A server without sessions knows keys alone, and does not say what they may do.
async function sessionOfKey(): Promise<Session | null> {
  if (!accessKey()) return null;
  await get('/v1/parking/zones');
  return { user: null, caller: KEY_CALLER };
}

// null: nobody is signed in.
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: readSession, staleTime: 300_000 });

export const permits = (permissions: string[], permission: string): boolean =>
  permissions.includes('*') || permissions.includes(permission);

// Whether the one who is signed in may do this: `useMay('parking.operate')`. What one may not do is neither shown nor fetched.
export function useMay(permission: string): boolean {
  const { data } = useQuery(sessionQuery);
  return permits(data?.caller.permissions ?? [], permission);
}

export async function signOut(): Promise<void> {
  if (accessKey()) forgetKey();
  else await reach(new Request(new URL('/v1/session', location.origin), { method: 'DELETE' }));
}
