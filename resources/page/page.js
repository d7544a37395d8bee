/* Draws the published map from the data in the page. Everything a person wrote reaches the page as text, never
   as markup: symbols are the only markup, and they come from our own catalogue. */
function drawPublication(map, data) {
  "use strict";
  var icons = data.icons, labels = [], marks = [], decorated = [];
  var mobile = window.matchMedia("(max-width: 760px)").matches;

  function element(tag, className, parent) {
    var made = document.createElement(tag);
    if (className) { made.className = className; }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function written(lines, parent) {
    lines.forEach(function (line) { element("span", "", parent).textContent = line; });
    return parent;
  }
  function popup(feature, layer) {
    if (!feature.rows || !feature.rows.length && !feature.title) { return null; }
    var box = element("div");
    written(feature.title || layer.names, element("h3", "", box));
    if (feature.title) { element("p", "of", box).textContent = layer.names.join(" / "); }
    var list = element("dl", "", box);
    feature.rows.forEach(function (row) {
      element("dt", "", list).textContent = layer.fields[row[0]];
      element("dd", "", list).textContent = row[1];
    });
    (feature.photos || []).forEach(function (photo) {
      var picture = element("img", "photo", box);
      picture.src = photo.src;
      picture.alt = photo.names.join(" / ");
    });
    return box;
  }
  function named(shape, feature, layer) {
    var said = (feature.title || layer.names).join(", ");
    if (feature.rows && (feature.rows.length || feature.title)) {
      shape.bindPopup(function () { return popup(feature, layer); }, { maxWidth: mobile ? 260 : 360, minWidth: mobile ? 220 : 320 });
    }
    return said;
  }

  /* Panes from the ground up: what is first in the data is drawn first. */
  map.createPane("under").style.zIndex = 300;
  map.createPane("zones").style.zIndex = 520;
  map.createPane("routes").style.zIndex = 540;
  data.layers.forEach(function (layer, at) { map.createPane("layer" + at).style.zIndex = 310 + at; });
  var renderers = {};
  function renderer(pane, many) {
    var key = pane + (many ? "-canvas" : "");
    renderers[key] = renderers[key] || (many ? L.canvas({ pane: pane, padding: 0.3 }) : L.svg({ pane: pane, padding: 0.5 }));
    return renderers[key];
  }
  function lineOptions(stroke, pane, many, wider) {
    return { pane: pane, renderer: renderer(pane, many), fill: false, stroke: true, interactive: false, smoothFactor: 0.3,
      color: wider ? stroke.casing : stroke.colour, opacity: stroke.alpha,
      weight: stroke.width + (wider ? 2 * stroke.beyond : 0), dashArray: wider ? null : stroke.dash,
      lineCap: stroke.cap, lineJoin: "round" };
  }
  function drawPath(feature, style, layer, group, own, later) {
    var pane = style.pane || own, many = layer.many, area = layer.kind === "area";
    var make = area ? L.polygon : L.polyline;
    var outline = feature.outline || feature.at;
    if (style.ground) {
      make(feature.at, { pane: "under", renderer: renderer("under", false), stroke: false, interactive: false, smoothFactor: 0.3,
        fillColor: style.ground.colour, fillOpacity: style.ground.alpha, fillRule: "evenodd" }).addTo(group);
    }
    if (style.band) {
      make(outline, { pane: pane, renderer: renderer(pane, many), fill: false, interactive: false, smoothFactor: 0.3,
        color: style.band.colour, opacity: style.band.alpha, weight: style.band.width }).addTo(group);
    }
    if (area && (style.fill || feature.rows)) {
      var fill = style.fill || { colour: "#000000", alpha: 0 };
      var inside = make(feature.at, { pane: pane, renderer: renderer(pane, many), stroke: false, fill: true, smoothFactor: 0.3,
        fillColor: fill.pattern && !many ? "url(#" + fill.pattern + ")" : fill.colour,
        fillOpacity: fill.pattern && !many ? 1 : fill.alpha, fillRule: "evenodd" });
      named(inside, feature, layer);
      inside.addTo(group);
    }
    if (style.stroke) {
      if (style.stroke.beyond) { make(outline, lineOptions(style.stroke, pane, many, true)).addTo(group); }
      later.push(make(outline, lineOptions(style.stroke, pane, many, false)));
    }
    if (!area && feature.rows) {
      var grip = make(feature.at, { pane: pane, renderer: renderer(pane, many), color: "#000000", opacity: 0, weight: 16 });
      named(grip, feature, layer);
      later.push(grip);
    }
    var posts = feature.posts || [];
    if (style.motifs || posts.length) {
      decorated.push({ group: group, at: outline, motifs: style.motifs, posts: posts, pane: pane, drawn: [] });
    }
  }
  function drawMark(feature, style, layer, group, own) {
    var icon = icons[feature.icon || style.icon];
    var marker;
    if (icon) {
      marker = L.marker(feature.at, { keyboard: true, zIndexOffset: layer.above,
        icon: L.divIcon({ className: "icon", html: icon.svg, iconSize: [icon.width, icon.height],
          iconAnchor: [icon.x, icon.y], popupAnchor: [icon.width / 2 - icon.x, -icon.y] }) });
    } else {
      marker = L.circleMarker(feature.at, { pane: own, renderer: renderer(own, layer.many), radius: style.radius || 3,
        stroke: false, fillColor: style.stroke ? style.stroke.colour : "#4D5A66", fillOpacity: 1 });
    }
    var said = named(marker, feature, layer);
    if (icon) { marker.options.title = said; marker.options.alt = said; }
    marker.addTo(group);
    if (icon) { marks.push({ group: group, at: L.latLng(feature.at), icon: icon }); }
    return icon;
  }
  function addLabel(group, at, lines, className, right, from, priority, colour, lower) {
    var box = element("div", "label " + className, map.getPane("labels"));
    written(lines, box);
    if (colour) { box.style.color = colour; }
    labels.push({ group: group, at: L.latLng(at), box: box, right: right, from: from,
      priority: priority, below: className === "zone", lower: lower || 0 });
  }
  map.createPane("labels").style.zIndex = 640;
  map.getPane("labels").style.pointerEvents = "none";

  var groups = data.layers.map(function (layer, at) {
    var group = L.layerGroup(), own = "layer" + at, later = [];
    layer.features.forEach(function (feature) {
      var style = layer.classes[feature.of];
      if (layer.kind === "point") {
        var icon = drawMark(feature, style, layer, group, own);
        if (feature.label) {
          addLabel(group, feature.label.at, feature.label.lines, feature.label.kind, null, feature.label.from,
            layer.above, feature.label.colour);
        } else if (feature.title) {
          addLabel(group, feature.at, feature.title, "", icon ? icon.width - icon.x + 3 : 6, layer.labelled,
            layer.above, null, icon ? icon.height / 2 - icon.y : 0);
        }
      } else {
        drawPath(feature, style, layer, group, own, later);
        if (feature.label) {
          addLabel(group, feature.label.at, feature.label.lines, feature.label.kind, null, feature.label.from,
            layer.above, feature.label.colour);
        }
      }
    });
    /* All casings of a layer lie beneath all its lines, so that streets run into one another. */
    later.forEach(function (line) { line.addTo(group); });
    if (layer.shown) { group.addTo(map); }
    return group;
  });

  function metresPerPixel() {
    return 40075016.686 * Math.cos(map.getCenter().lat * Math.PI / 180) / Math.pow(2, map.getZoom() + 8);
  }

  /* Signs along a line keep their size on the screen: they are placed anew for each zoom. */
  function decorate() {
    decorated.forEach(function (line) {
      line.drawn.forEach(function (sign) { sign.remove(); });
      line.drawn = [];
      if (!map.hasLayer(line.group)) { return; }
      var root = renderer(line.pane, false)._rootGroup;
      if (!root) { return; }
      function stand(x, y, turned, svg) {
        var sign = document.createElementNS("http://www.w3.org/2000/svg", "g");
        sign.setAttribute("transform", "translate(" + x + " " + y + ") " + turned);
        sign.innerHTML = svg;
        root.appendChild(sign);
        line.drawn.push(sign);
        return sign;
      }
      var paths = !line.motifs ? [] : Array.isArray(line.at[0][0]) ? (Array.isArray(line.at[0][0][0]) ? [].concat.apply([], line.at) : line.at) : [line.at];
      paths.forEach(function (path) {
        var points = path.map(function (at) { return map.latLngToLayerPoint(at); });
        var ends = [0];
        for (var i = 1; i < points.length; i++) { ends.push(ends[i - 1] + points[i].distanceTo(points[i - 1])); }
        var length = ends[ends.length - 1];
        if (length < 12 || length > 60000) { return; }
        function place(at, svg, upright) {
          var i = 1;
          while (i < ends.length - 1 && ends[i] < at) { i++; }
          var a = points[i - 1], b = points[i], share = (at - ends[i - 1]) / Math.max(ends[i] - ends[i - 1], 1e-6);
          var turn = Math.atan2(b.y - a.y, b.x - a.x) * 180 / Math.PI;
          stand(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y),
            upright ? "scale(" + (b.x < a.x ? -3.7795 : 3.7795) + " 3.7795)" : "rotate(" + turn + ") scale(3.7795)", svg);
        }
        line.motifs.places.forEach(function (motif) {
          for (var at = motif[0]; at < length - (line.motifs.end ? 14 : 0); at += line.motifs.period) {
            place(at, line.motifs.signs[motif[1]], line.motifs.upright[motif[1]]);
          }
        });
        if (line.motifs.end) { place(length - line.motifs.end[0], line.motifs.end[1]); }
      });
      /* Where kilometres are shorter than their signs, only every second, fifth, tenth is marked. */
      var apart = 1000 / metresPerPixel(), every = [1, 2, 5, 10, 20, 50].filter(function (n) { return n * apart >= 19; })[0] || 100;
      line.posts.forEach(function (post, i) {
        if ((i + 1) % every) { return; }
        var at = map.latLngToLayerPoint(post.at);
        stand(at.x, at.y, "scale(3.7795)", post.svg).setAttribute("class", "kilometre");
      });
    });
  }

  /* A label that would lie on another is left out: crisis first, then layers; nearer zooms have room for more. */
  function placeLabels() {
    var taken = [], zoom = map.getZoom(), size = map.getSize();
    marks.forEach(function (mark) {
      if (!map.hasLayer(mark.group)) { return; }
      var point = map.latLngToContainerPoint(mark.at), left = point.x - mark.icon.x, top = point.y - mark.icon.y;
      taken.push([left + 1, top + 1, left + mark.icon.width - 1, top + mark.icon.height - 1]);
    });
    labels.sort(function (a, b) { return b.priority - a.priority; }).forEach(function (label) {
      var point = map.latLngToContainerPoint(label.at);
      var wanted = zoom >= label.from && map.hasLayer(label.group) &&
        point.x > -50 && point.y > -50 && point.x < size.x + 50 && point.y < size.y + 50;
      if (!wanted) { label.box.classList.remove("shown"); return; }
      var width = label.box.offsetWidth, height = label.box.offsetHeight;
      var left = label.right === null ? point.x - width / 2 : point.x + label.right, top = label.below ? point.y + 6 : point.y + label.lower - height / 2;
      var free = taken.every(function (other) {
        return left > other[2] || left + width < other[0] || top > other[3] || top + height < other[1];
      });
      label.box.classList.toggle("shown", free);
      if (free) {
        taken.push([left, top, left + width, top + height]);
        var corner = map.containerPointToLayerPoint([left, top]);
        L.DomUtil.setPosition(label.box, corner.round());
      }
    });
  }

  /* The scale as a number: how many metres on the ground are one on a screen of 96 pixels to the inch. */
  var scale = L.control({ position: "bottomleft" });
  scale.onAdd = function () { return element("div", "scale"); };
  scale.addTo(map);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
  function writeScale() {
    var ratio = metresPerPixel() / (0.0254 / 96), step = Math.pow(10, Math.floor(Math.log(ratio) / Math.LN10) - 1);
    scale.getContainer().textContent = "≈ 1:" + Math.round(Math.round(ratio / step) * step).toString().replace(/\B(?=(\d{3})+$)/g, "\u202F");
  }
  var north = L.control({ position: "topright" });
  north.onAdd = function () { var box = element("div", "north"); box.innerHTML = data.north; return box; };
  north.addTo(map);

  function refresh() { decorate(); placeLabels(); writeScale(); }

  /* The legend switches the layers. */
  var legend = document.getElementById("legend"), heading = null;
  data.layers.map(function (layer, at) { return at; }).reverse().forEach(function (at) {
    var layer = data.layers[at];
    if (layer.group.join() !== heading) {
      heading = layer.group.join();
      element("h2", "", legend).textContent = layer.group.join(" / ");
    }
    var box = element("div", layer.shown ? "layer" : "layer off", legend);
    var label = element("label", "", box), tick = element("input", "", label);
    tick.type = "checkbox";
    tick.checked = layer.shown;
    var alone = layer.legend.length === 1 && layer.legend[0].names.join() === layer.names.join();
    if (alone) { element("span", "sample", label).innerHTML = layer.legend[0].sample; }
    written(layer.names, element("span", "names", label));
    element("span", "count", label).textContent = layer.count;
    tick.addEventListener("change", function () {
      if (tick.checked) { groups[at].addTo(map); } else { groups[at].remove(); }
      box.classList.toggle("off", !tick.checked);
      refresh();
    });
    if (layer.legend.length && !alone) {
      var list = element("ul", "", box);
      layer.legend.forEach(function (entry) {
        var item = element("li", "", list);
        element("span", "sample", item).innerHTML = entry.sample;
        written(entry.names, element("span", "names", item));
        element("span", "count", item).textContent = entry.count;
      });
    }
  });
  if (mobile) { document.getElementById("layers").removeAttribute("open"); }

  /* A page that is loaded behind another has no size yet: it is fitted when it gets one. */
  var fitted = false;
  function fit() {
    var size = map.getSize();
    if (fitted || size.x < 40 || size.y < 40) { return; }
    fitted = true;
    map.fitBounds(data.bounds, { padding: [12, 12] });
  }
  map.setView(L.latLngBounds(data.bounds).getCenter(), 14);
  map.on("resize", fit);
  map.on("zoomend moveend resize", refresh);
  fit();
  refresh();
  if (document.fonts && document.fonts.ready) { document.fonts.ready.then(placeLabels); }
}
