import TravelExploreIcon from '@mui/icons-material/TravelExplore';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const sightings: Feature = {
  nav: [{ path: paths.sightings(), label: 'sightings:title', icon: TravelExploreIcon, permission: 'sightings.read' }],
  routes: [
    { path: 'sightings', lazy: async () => ({ Component: (await import('./SightingsPage')).default }) },
    { path: 'sightings/tracks/:plate', lazy: async () => ({ Component: (await import('./TrackPage')).default }) },
    { path: 'sightings/:sighting', lazy: async () => ({ Component: (await import('./SightingPage')).default }) },
  ],
};
