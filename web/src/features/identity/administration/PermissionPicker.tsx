import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { permissionsQuery } from '@/features/identity/administration/queries';

interface PermissionPickerProps {
  chosen: string[];
  onChange: (chosen: string[]) => void;
  error?: boolean;
  helperText?: string;
}

export function PermissionPicker({ chosen, onChange, error, helperText }: PermissionPickerProps) {
  const { t, i18n } = useTranslation('identity');
  const { data: permissions = [] } = useQuery(permissionsQuery(i18n.language));
  const all = chosen.includes('*');
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <FormControl component="fieldset" error={error}>
      <FormLabel component="legend">{t('permissions')}</FormLabel>
      <FormControlLabel
        control={<Checkbox checked={all} onChange={() => onChange(all ? [] : ['*'])} />}
        label={t('all_permissions')}
      />
      {!all &&
        permissions.map(({ id, text }) => (
          <FormControlLabel
            key={id}
            control={<Checkbox size="small" checked={chosen.includes(id)} onChange={() => toggle(id)} />}
            label={
              <>
                {text}{' '}
                <Typography component="code" variant="caption" color="textSecondary">
                  {id}
                </Typography>
              </>
            }
          />
        ))}
      {helperText && <FormHelperText>{helperText}</FormHelperText>}
    </FormControl>
  );
}
