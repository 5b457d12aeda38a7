"use strict";
// Draws every <figure data-chart="…json…"> with uPlot. Without script the table beside it tells the same.
const day = at => new Date(at * 1000).toISOString().slice(0, 10);
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const chart = JSON.parse(figure.dataset.chart);
  const ink = getComputedStyle(figure).color;
  const axis = { stroke: ink, grid: { stroke: "rgba(128,128,128,.25)" } };
  const colours = ["#0b57d0", "#e8710a", "#1a7f37", "#9334e6", "#c5221f", "#12858d"];
  new uPlot({
    width: figure.clientWidth,
    height: 260,
    padding: [null, 40, null, null],
    // Days are of UTC, wherever the reader is.
    axes: [{ ...axis, incrs: [1, 2, 7, 14, 28, 91].map(days => days * 86400), values: (_, at) => at.map(day) }, axis],
    series: [{ label: chart.day, value: (_, at) => at === null ? "" : day(at) }, ...chart.series.map((name, i) => ({ label: name, stroke: colours[i % colours.length], width: 2, points: { show: false } }))],
  }, [chart.x, ...chart.y], figure);
}
