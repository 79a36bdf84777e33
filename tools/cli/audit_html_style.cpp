// How the page looks: on paper and on screens of any width, with colours or without.
#include "tools/cli/audit_html.h"

namespace decorum::cli::html {

// Beside what all pages have (`page::head`). Contrasts are 4.5 or more, of lines of plots 3 or more
// (WCAG 2.2, AA).
const char* const kStyle = R"css(
:root { --loud: #9b1c1c; --shade: #0004; }
@media (prefers-color-scheme: dark) {
  :root { --loud: #ff9d94; --shade: #fff5; }
}
@media print {
  :root { --loud: #000; --shade: transparent; }
}
h1 { font-size: 2.1rem; letter-spacing: -0.015em; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; margin: 3.25rem 0 1rem; padding-top: 0.9rem;
  border-top: 2px solid var(--ink); }
h3 { font-size: 1.12rem; margin: 2.25rem 0 0.5rem; }
h1 small, h3 small { font-weight: 400; color: var(--muted); font-size: 0.8em; }
code { font-size: 0.92em; font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono",
  monospace; }
nav { margin: 1.75rem 0 0; padding: 0.9rem 1.15rem; background: var(--tint);
  border: 1px solid var(--rule); border-radius: 6px; }
nav h2 { font-size: 1rem; margin: 0 0 0.3rem; padding: 0; border: 0; }
nav ol, nav ul { margin: 0; padding: 0; list-style: none; }
nav ol > li { max-width: none; padding: 0.1rem 0; }
nav ul { display: inline; font-size: 0.875rem; }
nav ul::before { content: "\a0\a0"; }
nav ul li { display: inline; }
nav ul li + li::before { content: " \b7\a0"; color: var(--muted); }
.findings { list-style: none; margin: 0; padding: 0; }
.findings li { padding: 0.55rem 0; border-top: 1px solid var(--rule); }
.findings li:first-child { border-top: 0; padding-top: 0; }
.tag { display: inline-block; padding: 0 0.5em; margin-right: 0.35em; border: 1px solid var(--muted);
  border-radius: 3px; font-size: 0.8rem; line-height: 1.5; color: var(--ink); }
.tag.strong { border: 2px solid var(--loud); color: var(--loud); }
figure { margin: 0.75rem 0 0.5rem; padding: 0 10px; max-width: 46rem; break-inside: avoid; }
figcaption { margin: 0.25rem -10px 0; }
.plot text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 5px;
  stroke-linejoin: round; font-variant-numeric: tabular-nums; }
.plot text .size, .plot text.size { fill: var(--muted); }
.plot .tick { fill: var(--muted); font-size: 0.8rem; }
.plot .grid { stroke: var(--rule); }
.plot .bar { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 4; }
.plot .interval { stroke: var(--accent); stroke-width: 2; }
.plot .thin { stroke-width: 1; stroke-dasharray: 2 2; }
.plot .mark { fill: var(--accent); stroke: var(--accent); stroke-width: 2; }
.plot .hollow { fill: var(--paper); }
.place { overflow: visible; }
.plot.key { display: inline-block; width: 1.6em; height: 0.9em; vertical-align: -0.08em; }
.scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; background:
  linear-gradient(to left, var(--paper) 45%, transparent) right / 2.5rem 100% no-repeat local,
  linear-gradient(to left, var(--shade), transparent) right / 0.9rem 100% no-repeat scroll; }
thead th, thead td { vertical-align: bottom; border-bottom: 1.5px solid var(--ink); font-weight: 600; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 6.5rem; max-width: 16rem;
  background: var(--paper); }
tbody th[scope="row"] { position: sticky; left: 0; }
td.n, th.n { text-align: right; white-space: nowrap; }
th.n { white-space: normal; }
td.r, th.r { padding-left: 0; color: var(--muted); white-space: nowrap; }
th.r { font-weight: 400; }
td.w { color: var(--muted); }
td.t { overflow-wrap: anywhere; min-width: 5rem; max-width: 18rem; }
td.b { width: 10rem; min-width: 6rem; }
td.part { padding-left: 1.6rem; }
.meter { display: block; }
.meter rect { fill: var(--accent); }
.total th, .total td { font-weight: 600; max-width: none; }
.how dt { font-weight: 600; margin-top: 0.6rem; }
.how dd { margin: 0; }
@media (max-width: 40rem) {
  h1 { font-size: 1.7rem; }
  h2 { font-size: 1.25rem; margin-top: 2.5rem; }
  tbody th { max-width: 9rem; }
  .plot { font-size: 0.8rem; }
}
@media print {
  h2, h3 { break-after: avoid; }
  tr, li { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table, main section section { break-inside: avoid; }
  tbody th[scope="row"] { position: static; background: none; }
  table { font-size: 8pt; }
  a { text-decoration: none; }
}
)css";

}  // namespace decorum::cli::html
