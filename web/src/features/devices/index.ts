import CameraIcon from '@mui/icons-material/VideocamOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const devices: Feature = {
  routes: [
    {
      path: paths.devices(),
      lazy: async () => ({ Component: (await import('@/features/devices/DevicesPage')).default }),
    },
  ],
  nav: [{ path: paths.devices(), label: 'devices:title', icon: CameraIcon, permission: 'devices.read' }],
};
