// Language, appearance and who is signed in: at the foot of the navigation.
import LogoutIcon from '@mui/icons-material/Logout';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useColorScheme } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Session, signOut } from '@/api/session';
import { LANGUAGES, currentLanguage, speak } from '@/i18n';

const MODES = ['system', 'light', 'dark'] as const;

export function Preferences({ session }: { session: Session | null }) {
  const { t } = useTranslation('app');
  const { mode, setMode } = useColorScheme();
  const client = useQueryClient();
  const leave = async () => {
    await signOut();
    client.clear();
    location.assign(import.meta.env.BASE_URL);
  };
  return (
    <Stack sx={{ gap: 1.5, p: 2 }}>
      <TextField
        select
        label={t('language.label')}
        value={currentLanguage()}
        onChange={(event) => void speak(event.target.value as (typeof LANGUAGES)[number])}
      >
        {LANGUAGES.map((each) => (
          <MenuItem key={each} value={each} lang={each}>
            {t(`language.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t('theme.label')}
        value={mode ?? 'system'}
        onChange={(event) => setMode(event.target.value as (typeof MODES)[number])}
      >
        {MODES.map((each) => (
          <MenuItem key={each} value={each}>
            {t(`theme.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      {session && (
        <Stack direction="row" sx={{ alignItems: 'center', justifyContent: 'space-between', gap: 1 }}>
          <Typography variant="body2" color="textSecondary" noWrap>
            {session.user?.name ?? (session.caller.name || t('key'))}
          </Typography>
          <Button size="small" startIcon={<LogoutIcon />} onClick={() => void leave()}>
            {t('sign_out')}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}
