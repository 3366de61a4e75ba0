import type { EChartsOption } from 'echarts';

export type ChartOption = EChartsOption;

/**
 * Renders a chart to an SVG that a strict style policy lets through: style attributes and the style block are taken
 * out or turned into presentation attributes. Always put a table behind it; the SVG itself is one image to a screen reader.
 */
export async function renderChart(
  option: ChartOption,
  size: { width: number; height: number },
  label: string,
): Promise<string> {
  // Loaded at first use: the library costs a start about a second.
  const echarts = await import('echarts');
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: 'sans-serif' }, ...option });
    return fitPolicy(chart.renderToSVGString(), size, label);
  } finally {
    chart.dispose();
  }
}

function fitPolicy(svg: string, size: { width: number; height: number }, label: string): string {
  const escaped = label.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ class="zr[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_whole, style: string) =>
      style
        .split(';')
        .map((rule) => rule.split(':').map((part) => part.trim()))
        .filter(
          ([name, value]) => name && value && !['user-select', 'position', 'left', 'top'].includes(name),
        )
        .map(([name, value]) => ` ${name}="${value}"`)
        .join(''),
    )
    .replace(
      /<svg [^>]*>/,
      `<svg class="chart" viewBox="0 0 ${size.width} ${size.height}" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped}">`,
    );
}
