// Every address inside the app; react-router puts /app before them.
export const paths = {
  home: () => '/',
  alerts: () => '/alerts',
  watchLists: () => '/alerts/lists',
  watchList: (id: string) => `/alerts/lists/${id}`,
  devices: () => '/devices',
  webhooks: () => '/webhooks',
  sightings: () => '/sightings',
  sighting: (id: string) => `/sightings/${id}`,
  track: (plate: string) => `/sightings/tracks/${encodeURIComponent(plate)}`,
  webhook: (id: string) => `/webhooks/${id}`,
  account: () => '/account',
  capture: () => '/capture',
};
