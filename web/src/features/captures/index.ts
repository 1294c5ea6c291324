import PhotoCameraIcon from '@mui/icons-material/PhotoCameraOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const captures: Feature = {
  nav: [{ path: paths.capture(), label: 'captures:title', icon: PhotoCameraIcon, permission: 'captures.create' }],
  routes: [{ path: 'capture', lazy: async () => ({ Component: (await import('./CapturePage')).default }) }],
  background: {
    permission: 'captures.create',
    start: async (caller) => (await import('./uploads')).startUploads(caller),
  },
};
