import CarIcon from '@mui/icons-material/DirectionsCarOutlined';
import MapIcon from '@mui/icons-material/MapOutlined';
import PriceIcon from '@mui/icons-material/SellOutlined';
import ReceiptIcon from '@mui/icons-material/ReceiptLongOutlined';
import { paths } from '@/app/paths';
import type { Feature } from '@/ui/feature';

export const parking: Feature = {
  routes: [
    { path: paths.stays(), lazy: async () => ({ Component: (await import('./stays/StaysPage')).default }) },
    {
      path: paths.doubts(),
      permission: 'parking.read',
      lazy: async () => ({ Component: (await import('./stays/DoubtsPage')).default }),
    },
    { path: paths.stay(':stay'), lazy: async () => ({ Component: (await import('./stays/StayPage')).default }) },
    { path: paths.tickets(), lazy: async () => ({ Component: (await import('./tickets/TicketsPage')).default }) },
    {
      path: paths.ticket(':number'),
      lazy: async () => ({ Component: (await import('./tickets/TicketPage')).default }),
    },
    { path: paths.zones(), lazy: async () => ({ Component: (await import('./zones/ZonesPage')).default }) },
    {
      path: paths.newZone(),
      permission: 'parking.configure',
      lazy: async () => ({ Component: (await import('./zones/NewZonePage')).default }),
    },
    { path: paths.zone(':zone'), lazy: async () => ({ Component: (await import('./zones/ZonePage')).default }) },
    { path: paths.tariffs(), lazy: async () => ({ Component: (await import('./tariffs/TariffsPage')).default }) },
    {
      path: paths.newTariff(),
      permission: 'parking.configure',
      lazy: async () => ({ Component: (await import('./tariffs/NewTariffPage')).default }),
    },
    {
      path: paths.tariff(':tariff'),
      lazy: async () => ({ Component: (await import('./tariffs/TariffPage')).default }),
    },
  ],
  nav: [
    { path: paths.stays(), label: 'parking:stays.title', icon: CarIcon, permission: 'parking.read' },
    { path: paths.tickets(), label: 'parking:tickets.title', icon: ReceiptIcon, permission: 'parking.read' },
    { path: paths.zones(), label: 'parking:zones.title', icon: MapIcon, permission: 'parking.read' },
    { path: paths.tariffs(), label: 'parking:tariffs.title', icon: PriceIcon, permission: 'parking.read' },
  ],
};
