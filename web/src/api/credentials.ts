// Who calls: the browser's session (a cookie that scripts cannot see, with its CSRF token), or an access key of this tab.
const KEY = 'patente.key';
const UNSAFE = ['POST', 'PUT', 'PATCH', 'DELETE'];

let csrf = '';

export const accessKey = (): string => sessionStorage.getItem(KEY) ?? '';

export function keepKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(KEY);
}

export function keepCsrf(token: string): void {
  csrf = token;
}

// Takes the key out of /app/#key=pat_…, so that it does not stay in the address bar.
export function takeKeyFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!given) return;
  keepKey(given.trim());
  history.replaceState(history.state, '', location.pathname + location.search);
}

export function credentialsFor(method: string): Record<string, string> {
  const key = accessKey();
  return {
    'Accept-Language': document.documentElement.lang,
    ...(key && { Authorization: `Bearer ${key}` }),
    ...(!key && csrf && UNSAFE.includes(method) && { 'X-CSRF-Token': csrf }),
  };
}
