// Photos that wait to be sent, in IndexedDB: they outlive a lost network, a closed tab and an empty battery.
export interface Upload {
  key: string; // its Idempotency-Key: sent again, it is the same photo
  owner: string; // who took it; nobody else sends it
  addedAt: number;
  name: string;
  file?: File; // until it was sent
  fields: Record<string, string>;
  captures?: string[]; // what it became
  refused?: string; // why the server did not take it
}

const NAME = 'patente.captures';
const STORE = 'uploads';
const SHOWN_FOR_MS = 12 * 3600_000;

let opened: Promise<IDBDatabase> | undefined;

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'key' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
  return opened;
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return (await database()).transaction(STORE, mode).objectStore(STORE);
}

export async function keepUpload(upload: Upload): Promise<void> {
  await settled((await store('readwrite')).put(upload));
}

export async function dropUpload(key: string): Promise<void> {
  await settled((await store('readwrite')).delete(key));
}

export const isWaiting = (upload: Upload): boolean => !upload.captures && !upload.refused;

// The owner's, oldest first; results that are old are forgotten, photos that wait never are.
export async function uploadsOf(owner: string, now = Date.now()): Promise<Upload[]> {
  const all = await settled<Upload[]>((await store('readonly')).getAll());
  const old = all.filter((upload) => upload.captures && now - upload.addedAt > SHOWN_FOR_MS);
  await Promise.all(old.map(({ key }) => dropUpload(key)));
  return all
    .filter((upload) => upload.owner === owner && !old.includes(upload))
    .sort((one, other) => one.addedAt - other.addedAt);
}
