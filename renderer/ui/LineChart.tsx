import { type KeyboardEvent, type PointerEvent, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { formatClock } from './format.ts';
import classes from './LineChart.module.css';

export interface ChartPoint {
  /** Milliseconds. */
  at: number;
  /** Milliseconds that it is about. */
  over: number;
  value: number;
}

export interface ChartSeries {
  label: string;
  /** Oldest first. */
  points: readonly ChartPoint[];
}

interface Props {
  title: string;
  series: readonly ChartSeries[];
  /** The moments at both ends. */
  from: number;
  to: number;
  /** The value at the top; else the highest of all, rounded up. */
  top?: number;
  /** Whether values are bytes. */
  binary?: boolean;
  format: (value: number) => string;
  /** The moment under the crosshair, which charts side by side share. */
  marked: number | undefined;
  onMark: (at: number | undefined) => void;
}

const width = 600;
const height = 120;
/** Points farther apart than this many times their usual distance have nothing known between them. */
const gap = 3.5;

/** The next round number: 1, 2 or 5 with zeros, of bytes in their own units. */
function roundUp(value: number, binary: boolean): number {
  if (value <= 0) return 1;
  const unit = binary ? 1024 ** Math.max(0, Math.floor(Math.log(value) / Math.log(1024))) : 1;
  const size = 10 ** Math.floor(Math.log10(value / unit)) * unit;
  const step = [1, 2, 5, 10].find((each) => each * size >= value) ?? 10;
  return step * size;
}

/** Pieces of a line: it is broken where figures are missing. */
function pieces(points: readonly ChartPoint[]): ChartPoint[][] {
  const distances = points.slice(1).map((point, index) => point.at - (points[index]?.at ?? 0));
  const usual = [...distances].sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0;
  const all: ChartPoint[][] = [];
  for (const point of points) {
    const last = all.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || point.at - before.at > Math.max(usual, point.over) * gap)
      all.push([point]);
    else last.push(point);
  }
  return all;
}

const nearest = (points: readonly ChartPoint[], at: number): ChartPoint | undefined =>
  points.reduce<ChartPoint | undefined>(
    (best, point) => (best === undefined || Math.abs(point.at - at) < Math.abs(best.at - at) ? point : best),
    undefined,
  );

/** A small chart of lines over time. The arrow keys move its crosshair; what stands under it is said in words. */
export function LineChart({ title, series, from, to, top, binary = false, format, marked, onMark }: Props) {
  const { i18n } = useTranslation();
  const id = useId();
  const most = Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
  const highest = top ?? roundUp(most, binary);
  const span = Math.max(1, to - from);
  const x = (at: number) => ((at - from) / span) * width;
  const y = (value: number) => height - (Math.min(value, highest) / highest) * height;
  const longest = series.reduce<readonly ChartPoint[]>(
    (best, { points }) => (points.length > best.length ? points : best),
    [],
  );
  const mark = marked === undefined ? undefined : nearest(longest, marked);
  const shown = series.map(({ label, points }) => {
    const point = mark === undefined ? points.at(-1) : nearest(points, mark.at);
    return { label, text: point === undefined ? '–' : format(point.value) };
  });
  const moment = mark ?? longest.at(-1);

  const point = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    onMark(from + ((event.clientX - box.left) / box.width) * span);
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -longest.length, End: longest.length }[event.key];
    if (event.key === 'Escape') onMark(undefined);
    if (steps === undefined || longest.length === 0) return;
    event.preventDefault();
    const at = moment === undefined ? longest.length - 1 : longest.indexOf(moment);
    onMark(longest[Math.max(0, Math.min(longest.length - 1, at + steps))]?.at);
  };

  return (
    <section className={classes.chart} aria-labelledby={id}>
      <div className={classes.head}>
        <h3 id={id} className={classes.title}>
          {title}
        </h3>
        <div className={classes.legend}>
          {shown.map(({ label, text }, index) => (
            <span key={label} className={classes.entry}>
              <span className={`${classes.key} ${index === 0 ? classes.first : classes.second}`} aria-hidden />
              {label} <b className="number">{text}</b>
            </span>
          ))}
          <span className={`${classes.moment} number`}>
            {moment === undefined ? '' : formatClock(moment.at, span, i18n.language)}
          </span>
        </div>
      </div>
      <div className={classes.body}>
        <div className={`${classes.axis} number`} aria-hidden>
          <span>{format(highest)}</span>
          <span>{format(highest / 2)}</span>
          <span>{format(0)}</span>
        </div>
        <div
          className={classes.plot}
          role="slider"
          tabIndex={0}
          aria-label={title}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, longest.length - 1)}
          aria-valuenow={moment === undefined ? 0 : longest.indexOf(moment)}
          aria-valuetext={[
            moment === undefined ? '' : formatClock(moment.at, span, i18n.language),
            ...shown.map(({ label, text }) => `${label} ${text}`),
          ].join(', ')}
          onKeyDown={move}
        >
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            className={classes.svg}
            onPointerMove={point}
            onPointerLeave={() => onMark(undefined)}
            aria-hidden
          >
            {[0, 0.25, 0.5, 0.75, 1].map((share) => (
              <line
                key={share}
                x1={0}
                x2={width}
                y1={share * height}
                y2={share * height}
                className={share === 1 ? classes.base : classes.grid}
              />
            ))}
            {series.map(({ label, points }, index) =>
              pieces(points).map((piece) => (
                <polyline
                  key={`${label} ${piece[0]?.at}`}
                  points={
                    piece.length === 1
                      ? `${x(piece[0]?.at ?? 0) - 1},${y(piece[0]?.value ?? 0)} ${x(piece[0]?.at ?? 0) + 1},${y(piece[0]?.value ?? 0)}`
                      : piece.map((each) => `${x(each.at)},${y(each.value)}`).join(' ')
                  }
                  className={`${classes.line} ${index === 0 ? classes.first : classes.second}`}
                />
              )),
            )}
            {mark === undefined ? null : (
              <line x1={x(mark.at)} x2={x(mark.at)} y1={0} y2={height} className={classes.mark} />
            )}
          </svg>
          <div className={`${classes.times} number`} aria-hidden>
            <span>{formatClock(from, span, i18n.language)}</span>
            <span>{formatClock(from + span / 2, span, i18n.language)}</span>
            <span>{formatClock(to, span, i18n.language)}</span>
          </div>
        </div>
      </div>
    </section>
  );
}
