import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api } from '@/api/client';
import { type Session, sessionIn, sessionQuery } from '@/api/session';

export type OwnSession = Schemas['OwnSession'];

export const signIn = (body: Schemas['SignIn']): Promise<Session> => sessionIn(api.POST('/v1/session', { body }));

export const choosePassword = (body: { current: string; new: string }): Promise<Session> =>
  sessionIn(api.PUT('/v1/session/password', { body }));

export const beginTotp = () => answered(api.POST('/v1/session/totp'));

export const turnTotpOn = (code: string): Promise<Session> =>
  sessionIn(api.PUT('/v1/session/totp', { body: { code } }));

export const turnTotpOff = (password: string) => api.DELETE('/v1/session/totp', { body: { password } });

export const endSession = (session: string) => api.DELETE('/v1/sessions/{session}', { params: { path: { session } } });

export const ownSessionsQuery = queryOptions({
  queryKey: ['session', 'all'],
  queryFn: async () => (await answered(api.GET('/v1/sessions'))).items,
});

// What the server answers as one's session from now on.
export function useTakeSession(): (next: Session) => void {
  const client = useQueryClient();
  return (next) => {
    client.setQueryData(sessionQuery.queryKey, next);
    void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  };
}
