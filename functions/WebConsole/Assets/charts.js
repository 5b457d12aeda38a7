"use strict";
// Draws every <figure data-chart="…json…"> with uPlot. Without script the table beside it tells the same.
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const chart = JSON.parse(figure.dataset.chart);
  const ink = getComputedStyle(figure).color;
  const axis = { stroke: ink, grid: { stroke: "rgba(128,128,128,.25)" } };
  const colours = ["#0b57d0", "#e8710a", "#1a7f37", "#9334e6", "#c5221f", "#12858d"];
  new uPlot({
    width: figure.clientWidth,
    height: 260,
    axes: [axis, axis],
    scales: { x: { time: chart.time !== false } },
    series: [{}, ...chart.series.map((name, i) => ({ label: name, stroke: colours[i % colours.length], width: 2 }))],
  }, [chart.x, ...chart.y], figure);
}
