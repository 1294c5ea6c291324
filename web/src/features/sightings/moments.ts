// Moments as the browser's fields for date and time write them, in this device's zone.
const two = (number: number) => String(number).padStart(2, '0');

export function localText(moment: string): string {
  const at = new Date(moment);
  if (!moment || Number.isNaN(at.getTime())) return '';
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

export function momentIn(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
