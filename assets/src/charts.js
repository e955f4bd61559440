// Draws <div data-chart="ID"> from the options in the json_script element ID; tooltips as canvas text, as the CSP forbids style attributes.
"use strict";

(() => {
  const COLOURS = ["#1b5a9c", "#b97500", "#2b8a57", "#a3211a", "#5b3a91", "#4b8fa8", "#7d8590"];
  const drawn = new Set();

  function draw(place) {
    const source = document.getElementById(place.dataset.chart);
    if (!source || !place.clientWidth || echarts.getInstanceByDom(place)) return;
    const option = JSON.parse(source.textContent);
    const chart = echarts.init(place, null, { locale: "ZH", renderer: "canvas" });
    chart.setOption({
      color: COLOURS,
      aria: { enabled: true, label: { enabled: false }, decal: { show: [option.series].flat().length > 1 } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 56, right: 16, top: 36, bottom: 32 },
      ...option,
      tooltip: { ...option.tooltip, renderMode: "richText" },
    });
    drawn.add(chart);
  }

  const drawAll = (root) => root.querySelectorAll("[data-chart]").forEach(draw);

  window.addEventListener("resize", () => {
    for (const chart of drawn) {
      if (chart.isDisposed() || !chart.getDom().isConnected) drawn.delete(chart);
      else chart.resize();
    }
  });
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement ?? document));
  document.addEventListener("shown.bs.tab", () => drawAll(document));
  drawAll(document);
})();
