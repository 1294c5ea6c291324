import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Schemas, answered, api, newIdempotencyKey } from '@/api/client';
import { useList } from '@/api/list';

export type User = Schemas['User'];
export type UserSettings = Schemas['UserSettings'];
export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];
export type Key = Schemas['Key'];
export type NewKey = Schemas['NewKey'];

const once = () => ({ 'Idempotency-Key': newIdempotencyKey() });
const ifUnchanged = (version: number) => ({ 'If-Match': `"${version}"` });

export const useUsers = () =>
  useList<User>(['identity', 'users'], (cursor, signal) =>
    answered(api.GET('/v1/users', { params: { query: { cursor } }, signal })),
  );

export const rolesQuery = (language: string) =>
  queryOptions({
    queryKey: ['identity', 'roles', language],
    queryFn: async ({ signal }) => (await answered(api.GET('/v1/roles', { signal }))).items,
  });

export const permissionsQuery = (language: string) =>
  queryOptions({
    queryKey: ['identity', 'permissions', language],
    queryFn: async ({ signal }) => (await answered(api.GET('/v1/permissions', { signal }))).items,
    staleTime: Infinity,
  });

export const keysQuery = queryOptions({
  queryKey: ['identity', 'keys'],
  queryFn: async ({ signal }) => (await answered(api.GET('/v1/keys', { signal }))).items,
});

function useIdentityMutation<Asked, Given>(act: (asked: Asked) => Promise<Given>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => client.invalidateQueries({ queryKey: ['identity'] }) });
}

export const useSaveUser = (user: User | null) =>
  useIdentityMutation((body: UserSettings) =>
    user
      ? answered(
          api.PATCH('/v1/users/{user}', {
            params: { path: { user: user.id }, header: ifUnchanged(user.version) },
            body,
          }),
        )
      : answered(api.POST('/v1/users', { body })),
  );

// What an administrator does to an account, each by its own address.
export const useUserActs = ({ id, version }: User) => {
  const path = { user: id };
  return {
    newPassword: useIdentityMutation(() => answered(api.PUT('/v1/users/{user}/password', { params: { path } }))),
    dropTotp: useIdentityMutation(() => answered(api.DELETE('/v1/users/{user}/totp', { params: { path } }))),
    signOut: useIdentityMutation(() => answered(api.DELETE('/v1/users/{user}/sessions', { params: { path } }))),
    unlock: useIdentityMutation(() => answered(api.DELETE('/v1/users/{user}/lock', { params: { path } }))),
    remove: useIdentityMutation(() =>
      answered(api.DELETE('/v1/users/{user}', { params: { path, header: ifUnchanged(version) } })),
    ),
  };
};

export const useSaveRole = (role: Role | null) =>
  useIdentityMutation((body: { id: string; name: string; permissions: string[] }) =>
    role
      ? answered(
          api.PATCH('/v1/roles/{role}', {
            params: { path: { role: role.id }, header: ifUnchanged(role.version) },
            body: { name: body.name, permissions: body.permissions },
          }),
        )
      : answered(api.POST('/v1/roles', { params: { header: once() }, body })),
  );

export const useRemoveRole = () =>
  useIdentityMutation(({ id, version }: Role) =>
    answered(api.DELETE('/v1/roles/{role}', { params: { path: { role: id }, header: ifUnchanged(version) } })),
  );

export const useMakeKey = () => useIdentityMutation((body: NewKey) => answered(api.POST('/v1/keys', { body })));

export const useRevokeKey = () =>
  useIdentityMutation((key: string) => answered(api.DELETE('/v1/keys/{key}', { params: { path: { key } } })));
