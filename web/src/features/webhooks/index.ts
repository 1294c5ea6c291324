import WebhookIcon from '@mui/icons-material/Webhook';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const webhooks: Feature = {
  routes: [
    {
      path: paths.webhooks(),
      lazy: async () => ({ Component: (await import('@/features/webhooks/WebhooksPage')).default }),
    },
    {
      path: paths.webhook(':webhook'),
      lazy: async () => ({ Component: (await import('@/features/webhooks/WebhookPage')).default }),
    },
  ],
  nav: [{ path: paths.webhooks(), label: 'webhooks:title', icon: WebhookIcon, permission: 'webhooks.read' }],
};
