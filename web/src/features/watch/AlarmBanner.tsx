// On whatever page one is, a plate that is looked for is told the moment it is seen.
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Snackbar from '@mui/material/Snackbar';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Happening, useEvents } from '@/api/events';
import { useMay } from '@/api/session';
import { paths } from '@/app/paths';

export default function AlarmBanner() {
  const { t } = useTranslation('watch');
  const mayFollow = useMay('events.read');
  const [raised, setRaised] = useState<Happening | null>(null);
  useEvents(mayFollow ? ['alert.raised'] : [], setRaised);
  if (!raised) return null;
  const close = () => setRaised(null);
  return (
    <Snackbar open anchorOrigin={{ vertical: 'top', horizontal: 'center' }}>
      <Alert
        severity="error"
        variant="filled"
        onClose={close}
        action={
          <Button color="inherit" size="small" component={Link} to={paths.alerts()} onClick={close}>
            {t('alarm_look')}
          </Button>
        }
      >
        {t('alert_of', { plate: raised.plate })}
      </Alert>
    </Snackbar>
  );
}
