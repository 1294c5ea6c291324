import CloudOffIcon from '@mui/icons-material/CloudOff';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import CircularProgress from '@mui/material/CircularProgress';
import Drawer from '@mui/material/Drawer';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useMatches, useNavigation } from 'react-router';
import { permits, sessionQuery } from '@/api/session';
import { BottomBar, SideNavigation } from '@/app/Navigation';
import { NoPage } from '@/app/NoPage';
import { Preferences } from '@/app/Preferences';
import type { Feature, NavEntry } from '@/ui/feature';
import { ErrorState } from '@/ui/problem';
import { useOnline } from '@/ui/online';
import { theme } from '@/ui/theme';

const SignInPage = lazy(() => import('@/features/identity/SignInPage'));
const FirstPasswordPage = lazy(() => import('@/features/identity/FirstPasswordPage'));
const WIDTH = 236;

function Offline() {
  const { t } = useTranslation('app');
  const online = useOnline();
  return online ? null : (
    <Chip size="small" color="warning" icon={<CloudOffIcon />} label={t('offline')} role="status" />
  );
}

function Brand() {
  return (
    <Stack direction="row" sx={{ alignItems: 'center', gap: 1.25, p: 2 }}>
      <Box component="img" src={`${import.meta.env.BASE_URL}icon.svg`} alt="" sx={{ width: 30, height: 30 }} />
      <Typography component="p" sx={{ fontWeight: 700, fontSize: '1.1rem', letterSpacing: '-0.01em', flex: 1 }}>
        Patente
      </Typography>
      <Offline />
    </Stack>
  );
}

export function Waiting() {
  const { t } = useTranslation('ui');
  return (
    <Box sx={{ display: 'grid', placeItems: 'center', minHeight: '60dvh' }}>
      <CircularProgress aria-label={t('loading')} />
    </Box>
  );
}

interface ShellProps {
  nav: NavEntry[];
  background?: NonNullable<Feature['background']>[];
  banners?: NonNullable<Feature['banner']>[];
}

const NONE: NonNullable<ShellProps['background']> = [];

export function Shell({ nav, background = NONE, banners = [] }: ShellProps) {
  const { t } = useTranslation('app');
  const { data: session, error, refetch, isPending } = useQuery(sessionQuery);
  const wide = useMediaQuery(theme.breakpoints.up('md'), { noSsr: true });
  const [menuOpen, setMenuOpen] = useState(false);
  const navigation = useNavigation();
  const page = useMatches().at(-1)?.handle as { permission?: string } | undefined;

  const caller = session?.caller;
  useEffect(() => {
    if (!caller || session?.user?.must_choose_password) return;
    for (const { permission, start } of background) if (permits(caller.permissions, permission)) void start(caller);
  }, [caller, background, session?.user?.must_choose_password]);

  if (isPending) return <Waiting />;
  if (error && session === undefined) return <ErrorState problem={error} onRetry={() => void refetch()} />;
  if (!session || session.user?.must_choose_password) {
    const Entrance = session ? FirstPasswordPage : SignInPage;
    return (
      <Suspense fallback={<Waiting />}>
        <Entrance brand={<Brand />} preferences={<Preferences session={session} />} />
      </Suspense>
    );
  }
  const may = (permission: string) => permits(session.caller.permissions, permission);
  const entries = nav.filter(({ permission, unless }) => may(permission) && !(unless && may(unless)));
  const side = (
    <Stack component="header" sx={{ minHeight: '100%' }}>
      <Brand />
      <SideNavigation entries={entries} onChosen={() => setMenuOpen(false)} />
      <Box sx={{ flex: 1 }} />
      <Preferences session={session} onChosen={() => setMenuOpen(false)} />
    </Stack>
  );
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh' }}>
      <Link
        href="#content"
        sx={{
          position: 'absolute',
          left: -9999,
          zIndex: 'tooltip',
          p: 1,
          bgcolor: 'background.paper',
          '&:focus': { left: 8, top: 8 },
        }}
      >
        {t('skip')}
      </Link>
      {wide ? (
        <Drawer
          variant="permanent"
          slotProps={{ paper: { sx: { width: WIDTH } } }}
          sx={{ width: WIDTH, flexShrink: 0 }}
        >
          {side}
        </Drawer>
      ) : (
        <Drawer
          anchor="right"
          open={menuOpen}
          onClose={() => setMenuOpen(false)}
          slotProps={{ paper: { sx: { width: 290 }, 'aria-label': t('menu.title') } }}
        >
          {side}
        </Drawer>
      )}
      <Box
        component="main"
        id="content"
        tabIndex={-1}
        aria-busy={navigation.state === 'loading'}
        sx={{ flex: 1, minWidth: 0, outline: 'none', pb: { xs: 'calc(64px + env(safe-area-inset-bottom))', md: 0 } }}
      >
        {!wide && (
          <Box sx={{ textAlign: 'center', '&:not(:empty)': { pt: 1 } }}>
            <Offline />
          </Box>
        )}
        <Suspense fallback={<Waiting />}>
          {!page?.permission || may(page.permission) ? <Outlet /> : <NoPage why="not_allowed" />}
        </Suspense>
      </Box>
      <Suspense>{banners.map(({ permission, Banner }) => may(permission) && <Banner key={permission} />)}</Suspense>
      {!wide && <BottomBar entries={entries} onMore={() => setMenuOpen(true)} />}
    </Box>
  );
}
