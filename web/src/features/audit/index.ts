import AuditIcon from '@mui/icons-material/FactCheckOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const audit: Feature = {
  routes: [
    {
      path: paths.audit(),
      lazy: async () => ({ Component: (await import('@/features/audit/AuditPage')).default }),
    },
  ],
  nav: [{ path: paths.audit(), label: 'audit:title', icon: AuditIcon, permission: 'audit.read' }],
};
