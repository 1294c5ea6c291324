// Language, appearance and who is signed in: at the foot of the navigation.
import LogoutIcon from '@mui/icons-material/Logout';
import PersonIcon from '@mui/icons-material/PersonOutlined';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useColorScheme } from '@mui/material/styles';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Session, signOut } from '@/api/session';
import { paths } from '@/app/paths';
import { LANGUAGES, currentLanguage, speak } from '@/i18n';

const MODES = ['system', 'light', 'dark'] as const;

interface PreferencesProps {
  session: Session | null;
  onChosen?: () => void;
}

export function Preferences({ session, onChosen }: PreferencesProps) {
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
        <Stack
          direction="row"
          sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap', columnGap: 1 }}
        >
          {session.user && !session.user.must_choose_password ? (
            <Button
              component={Link}
              to={paths.account()}
              size="small"
              startIcon={<PersonIcon />}
              sx={{ minWidth: 0, textAlign: 'start' }}
              onClick={onChosen}
            >
              <Typography variant="inherit" noWrap>
                {session.user.name}
              </Typography>
            </Button>
          ) : (
            <Typography variant="body2" color="textSecondary" noWrap>
              {session.user?.name ?? (session.caller.name || t('key'))}
            </Typography>
          )}
          <Button size="small" startIcon={<LogoutIcon />} sx={{ flexShrink: 0 }} onClick={() => void leave()}>
            {t('sign_out')}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}
