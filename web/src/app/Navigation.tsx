import MenuIcon from '@mui/icons-material/Menu';
import BottomNavigation from '@mui/material/BottomNavigation';
import BottomNavigationAction from '@mui/material/BottomNavigationAction';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemButton from '@mui/material/ListItemButton';
import ListItemIcon from '@mui/material/ListItemIcon';
import ListItemText from '@mui/material/ListItemText';
import Paper from '@mui/material/Paper';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import type { NavEntry } from '@/ui/feature';

const IN_THE_BAR = 4;
const TAB = {
  minWidth: 0,
  px: 0.5,
  lineHeight: 'normal', // a link's and a button's differ
  '& .MuiBottomNavigationAction-label': {
    fontSize: '0.7rem',
    whiteSpace: 'nowrap',
    '&.Mui-selected': { fontSize: '0.7rem', fontWeight: 650 },
  },
};

const namespaces = (entries: NavEntry[]) => [...new Set(entries.map(({ label }) => label.split(':')[0] ?? 'app'))];

function useCurrent(entries: NavEntry[]): string | undefined {
  const { pathname } = useLocation();
  return entries.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))?.path;
}

export function SideNavigation({ entries, onChosen }: { entries: NavEntry[]; onChosen?: () => void }) {
  const { t } = useTranslation(['app', ...namespaces(entries)]);
  const current = useCurrent(entries);
  return (
    <List component="nav" aria-label={t('app:navigation')} sx={{ px: 1 }}>
      {entries.map(({ path, label, icon: Icon }) => (
        <ListItem key={path} disablePadding sx={{ mb: 0.5 }} component="div">
          <ListItemButton
            component={Link}
            to={path}
            onClick={onChosen}
            selected={path === current}
            aria-current={path === current ? 'page' : undefined}
            sx={{ borderRadius: 2, py: 0.75 }}
          >
            <ListItemIcon sx={{ minWidth: 38, color: path === current ? 'primary.main' : undefined }}>
              <Icon aria-hidden />
            </ListItemIcon>
            <ListItemText
              primary={t(label)}
              slotProps={{ primary: { sx: { fontWeight: path === current ? 650 : 500 } } }}
            />
          </ListItemButton>
        </ListItem>
      ))}
    </List>
  );
}

export function BottomBar({ entries, onMore }: { entries: NavEntry[]; onMore: () => void }) {
  const { t } = useTranslation(['app', ...namespaces(entries)]);
  const current = useCurrent(entries);
  return (
    <Paper
      component="nav"
      aria-label={t('app:navigation')}
      square
      sx={{
        position: 'fixed',
        insetInline: 0,
        bottom: 0,
        zIndex: 'appBar',
        borderTop: '1px solid',
        borderColor: 'divider',
        pb: 'env(safe-area-inset-bottom)',
      }}
    >
      <BottomNavigation showLabels value={current ?? false} sx={{ bgcolor: 'transparent' }}>
        {entries.slice(0, IN_THE_BAR).map(({ path, label, icon: Icon }) => (
          <BottomNavigationAction
            key={path}
            value={path}
            component={Link}
            to={path}
            label={t(label)}
            icon={<Icon aria-hidden />}
            aria-current={path === current ? 'page' : undefined}
            sx={TAB}
          />
        ))}
        <BottomNavigationAction
          label={t('app:menu.open')}
          icon={<MenuIcon aria-hidden />}
          onClick={onMore}
          value="more"
          sx={TAB}
        />
      </BottomNavigation>
    </Paper>
  );
}
