import { queryOptions, useQuery } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { accessKey, forgetKey, keepCsrf } from '@/api/credentials';
import { Problem } from '@/api/problem';

export type Session = Schemas['Session'];
export type SessionUser = Schemas['SessionUser'];
export type Caller = Schemas['Caller'];

// Each answer that holds a session holds the token for what changes something, too.
export async function sessionIn(asked: Promise<{ data?: Session }>): Promise<Session> {
  const session = await answered(asked);
  keepCsrf(session.csrf ?? '');
  return session;
}

export async function readSession(): Promise<Session | null> {
  try {
    return await sessionIn(api.GET('/v1/session'));
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null;
    throw problem;
  }
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
  else await api.DELETE('/v1/session');
}
