import DeleteIcon from '@mui/icons-material/DeleteOutlined';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import IconButton from '@mui/material/IconButton';
import List from '@mui/material/List';
import ListItem from '@mui/material/ListItem';
import ListItemText from '@mui/material/ListItemText';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Webhook, useAddSecret, useRemoveSecret } from '@/features/webhooks/queries';
import { ShownOnce } from '@/ui/ShownOnce';
import { When } from '@/ui/When';
import { ProblemAlert } from '@/ui/problem';

// What its messages are signed with: a second one lets both sides change without a gap.
export function Secrets({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation('webhooks');
  const [secret, setSecret] = useState<string | null>(null);
  const add = useAddSecret(webhook.id);
  const remove = useRemoveSecret(webhook.id);
  return (
    <Card sx={{ p: 2 }}>
      <Stack direction="row" sx={{ alignItems: 'center', gap: 2 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {t('secrets')}
        </Typography>
        <Button
          loading={add.isPending}
          onClick={() => add.mutate(undefined, { onSuccess: (made) => setSecret(made.secret ?? null) })}
        >
          {t('secret_add')}
        </Button>
      </Stack>
      <Typography variant="body2" color="textSecondary">
        {t('secrets_text')}
      </Typography>
      <ProblemAlert problem={add.error ?? remove.error} />
      <List dense disablePadding>
        {webhook.secrets.map(({ id, added_at }) => (
          <ListItem
            key={id}
            disableGutters
            secondaryAction={
              webhook.secrets.length > 1 && (
                <IconButton edge="end" aria-label={t('secret_remove')} onClick={() => remove.mutate(id)}>
                  <DeleteIcon />
                </IconButton>
              )
            }
          >
            <ListItemText primary={<code>whsec_••••</code>} secondary={<When at={added_at} />} />
          </ListItem>
        ))}
      </List>
      {secret && <ShownOnce title={t('secret_new')} secret={secret} onClose={() => setSecret(null)} />}
    </Card>
  );
}
