import { BarPlot } from '@mui/x-charts/BarChart';
import { ChartsAxisHighlight } from '@mui/x-charts/ChartsAxisHighlight';
import { ChartsDataProvider } from '@mui/x-charts/ChartsDataProvider';
import { ChartsGrid } from '@mui/x-charts/ChartsGrid';
import { ChartsLegend } from '@mui/x-charts/ChartsLegend';
import { ChartsSurface } from '@mui/x-charts/ChartsSurface';
import { ChartsTooltip } from '@mui/x-charts/ChartsTooltip';
import { ChartsXAxis } from '@mui/x-charts/ChartsXAxis';
import { ChartsYAxis } from '@mui/x-charts/ChartsYAxis';
import { LinePlot } from '@mui/x-charts/LineChart';
import { useTheme } from '@mui/material/styles';
import type { Bar } from '@/features/dashboard/bars';

interface PartsChartProps {
  bars: Bar[];
  label: (at: string) => string;
  value: (value: number) => string;
  names: { now: string; usual: string };
  height: number;
}

export default function PartsChart({ bars, label, value, names, height }: PartsChartProps) {
  const { vars } = useTheme();
  const isCompared = bars.some(({ usual }) => usual !== null);
  const shown = (figure: number | null) => (figure === null ? '' : value(figure));
  return (
    <ChartsDataProvider
      height={height}
      margin={{ left: 4, right: 20, top: 8, bottom: 0 }}
      xAxis={[
        {
          id: 'time',
          scaleType: 'band',
          data: bars.map(({ from }) => from),
          valueFormatter: label,
          tickLabelMinGap: 12,
          height: 28,
        },
      ]}
      yAxis={[
        {
          id: 'figure',
          valueFormatter: value,
          width: 16 + 7.5 * Math.max(...bars.flatMap((bar) => [value(bar.value).length, value(bar.usual ?? 0).length])),
          tickNumber: 4,
          min: 0,
        },
      ]}
      series={[
        {
          type: 'bar',
          data: bars.map((bar) => bar.value),
          label: names.now,
          color: vars?.palette.primary.main,
          valueFormatter: shown,
        },
        ...(isCompared
          ? [
              {
                type: 'line' as const,
                data: bars.map(({ usual }) => usual),
                label: names.usual,
                color: vars?.palette.text.secondary,
                curve: 'monotoneX' as const,
                valueFormatter: shown,
              },
            ]
          : []),
      ]}
    >
      {isCompared && <ChartsLegend />}
      <ChartsSurface aria-label={names.now}>
        <ChartsGrid horizontal />
        <BarPlot borderRadius={3} />
        <LinePlot />
        <ChartsAxisHighlight x="band" />
        <ChartsXAxis axisId="time" />
        <ChartsYAxis axisId="figure" disableLine disableTicks />
      </ChartsSurface>
      <ChartsTooltip trigger="axis" />
    </ChartsDataProvider>
  );
}
