import { describe, expect, it } from '@jest/globals';
import { renderChart } from '../../src/infra/charts.ts';

describe('a chart', () => {
  it('is one labelled image that a strict style policy lets through', async () => {
    const svg = await renderChart(
      { xAxis: { type: 'category', data: ['a', 'b'] }, yAxis: {}, series: [{ type: 'bar', data: [1, 2] }] },
      { width: 300, height: 200 },
      'Minutes "per" <week>',
    );
    expect(svg).toMatch(
      /^<svg class="chart" viewBox="0 0 300 200"[^>]* role="img" aria-label="Minutes &quot;per&quot; &lt;week>">/,
    );
    expect(svg).not.toMatch(/style=|<style/);
  });
});
