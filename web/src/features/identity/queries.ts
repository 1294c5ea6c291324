import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { reach } from '@/api/client';
import { type Session, sessionIn, sessionQuery } from '@/api/session';

export interface OwnSession {
  id: string;
  made_at: string;
  seen_at: string;
  expires_at: string;
  address: string;
  agent: string;
  here: boolean;
}

export interface SignIn {
  login: string;
  password: string;
  code?: string;
}

function ask(method: string, path: string, body?: object): Promise<Response> {
  const request = new Request(new URL(path, location.origin), {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  return reach(request);
}

const session = async (asked: Promise<Response>) => sessionIn(await asked);

export const signIn = (given: SignIn): Promise<Session> => session(ask('POST', '/v1/session', given));

export const choosePassword = (given: { current: string; new: string }): Promise<Session> =>
  session(ask('PUT', '/v1/session/password', given));

export const beginTotp = async () =>
  (await (await ask('POST', '/v1/session/totp')).json()) as { secret: string; uri: string };

export const turnTotpOn = (code: string): Promise<Session> => session(ask('PUT', '/v1/session/totp', { code }));

export const turnTotpOff = (password: string) => ask('DELETE', '/v1/session/totp', { password });

export const endSession = (id: string) => ask('DELETE', `/v1/sessions/${id}`);

export const ownSessionsQuery = queryOptions({
  queryKey: ['session', 'all'],
  queryFn: async () => ((await (await ask('GET', '/v1/sessions')).json()) as { items: OwnSession[] }).items,
});

// What the server answers as one's session from now on.
export function useTakeSession(): (next: Session) => void {
  const client = useQueryClient();
  return (next) => {
    client.setQueryData(sessionQuery.queryKey, next);
    void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  };
}
