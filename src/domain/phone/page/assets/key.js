// The access key: comes in the address as /#key=pat_…, is kept on this phone and leaves the address bar.
const STORED = 'patente.key';
const SHAPE = /^pat_[A-Za-z0-9_-]{43}$/;

export const accessKey = () => localStorage.getItem(STORED) ?? '';
export const looksLikeKey = (text) => SHAPE.test(text);

export function keepKey(text) {
  localStorage.setItem(STORED, text);
}

export function forgetKey() {
  localStorage.removeItem(STORED);
}

// True when the address carried a key.
export function takeKeyFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!given) return false;
  keepKey(given.trim());
  history.replaceState(null, '', location.pathname + location.search);
  return true;
}
