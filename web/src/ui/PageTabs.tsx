import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { Link } from 'react-router';

export interface PageTab {
  path: string;
  label: string;
}

// Pages of one feature beside each other. `current`: the path of the one that is shown.
export function PageTabs({ tabs, current, label }: { tabs: PageTab[]; current: string; label: string }) {
  if (tabs.length < 2) return null;
  return (
    <Tabs
      component="nav"
      value={tabs.some(({ path }) => path === current) && current}
      aria-label={label}
      variant="scrollable"
      allowScrollButtonsMobile
      role={undefined}
      sx={{ mb: 2, borderBottom: '1px solid', borderColor: 'divider' }}
      slotProps={{ list: { role: 'presentation' } }}
    >
      {tabs.map(({ path, label: text }) => (
        <Tab
          key={path}
          value={path}
          label={text}
          component={Link}
          to={path}
          role={undefined}
          tabIndex={0}
          aria-selected={undefined}
          aria-current={path === current ? 'page' : undefined}
          sx={{ textTransform: 'none', fontWeight: 600 }}
        />
      ))}
    </Tabs>
  );
}
