// A plate drawn as a plate, in the colours of its format, so that it is recognised at a glance.
import { useTranslation } from 'react-i18next';
import styles from '@/ui/Plate.module.css';
import { COUNTRIES, lookOf, spaced } from '@/ui/plates';

interface PlateProps {
  plate: string;
  region?: string;
  size?: 'small' | 'medium' | 'large';
}

export function Plate({ plate, region = '', size = 'small' }: PlateProps) {
  const { t } = useTranslation('ui');
  const look = lookOf(plate, region);
  const country = look === 'mercosur' && size !== 'small' ? COUNTRIES[region] : undefined;
  return (
    <span
      role="img"
      aria-label={t('plate.label', { plate: [...plate].join(' ') })}
      className={`${styles.plate} ${styles[size]} ${styles[look] ?? ''} ${look === 'mercosur' && !country ? styles.slim : ''}`}
    >
      {country && (
        <span aria-hidden className={styles.band}>
          {country}
        </span>
      )}
      <span aria-hidden className={styles.characters}>
        {spaced(plate)}
      </span>
    </span>
  );
}
