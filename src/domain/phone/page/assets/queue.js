// Photos that wait to be sent, in IndexedDB: they outlive a lost network, a closed tab and a dead battery.
const NAME = 'patente';
const STORE = 'photos';

let opened;

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'idempotencyKey' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function photos(mode) {
  return (await database()).transaction(STORE, mode).objectStore(STORE);
}

// A photo is {idempotencyKey, file, fields, addedAt}; what is kept is sent with the same key until it is answered.
export const keepPhoto = async (photo) => settled((await photos('readwrite')).put(photo));
export const dropPhoto = async (idempotencyKey) => settled((await photos('readwrite')).delete(idempotencyKey));

export async function waitingPhotos() {
  const all = await settled((await photos('readonly')).getAll());
  return all.sort((one, other) => one.addedAt - other.addedAt);
}
