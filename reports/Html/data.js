// The page's data: compressed JSON in inert script elements, or in files beside the page.

const byId = (id) => document.getElementById(id);

/** Makes an element with a class and text; text is always text. */
const make = (name, className, text) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const inflate = async (base64) => {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
};

/** Gives the texts of an attempt; keeps the pieces read last. */
class Details {
  static kept = 6;

  constructor(starts, inFiles) {
    this.starts = starts;
    this.inFiles = inFiles;
    this.pieces = new Map();
    this.waiting = new Map();
    // The files beside the page call this with their content.
    window.evalReportDetails = (piece, base64) => this.waiting.get(piece)?.resolve(base64);
  }

  async read(row) {
    let piece = this.starts.findLastIndex((first) => first <= row);
    if (piece < 0) throw new Error('No texts were stored for this attempt.');
    let rows = this.pieces.get(piece);
    if (!rows) {
      rows = this.load(piece).then(inflate);
      rows.catch(() => this.pieces.delete(piece));
    }
    this.pieces.delete(piece);
    this.pieces.set(piece, rows);
    if (this.pieces.size > Details.kept) this.pieces.delete(this.pieces.keys().next().value);
    return (await rows)[row - this.starts[piece]];
  }

  async load(piece) {
    if (!this.inFiles) return byId(`details-${piece}`).textContent;
    const file = `report-details/${String(piece + 1).padStart(4, '0')}.js`;
    return new Promise((resolve, reject) => {
      this.waiting.set(piece, { resolve });
      const script = document.createElement('script');
      script.src = file;
      script.onload = () => { script.remove(); this.waiting.delete(piece); };
      script.onerror = () => {
        script.remove();
        this.waiting.delete(piece);
        reject(new Error(`${file} is missing. Keep the folder report-details beside this page.`));
      };
      document.head.append(script);
    });
  }
}

const significant = (value) => {
  const digits = Number(value.toPrecision(3));
  return digits >= 100 ? Math.round(value).toLocaleString('en-US') : String(digits);
};

const duration = (ms) => {
  if (ms === null || ms === undefined) return null;
  if (ms < 999.5) return `${significant(ms)} ms`;
  return ms < 60000 ? `${(ms / 1000).toPrecision(3)} s` : `${significant(ms / 60000)} min`;
};

const usd = (value) => {
  if (value === null || value === undefined) return null;
  if (value === 0) return '$0';
  const decimals = Math.max(2 - Math.floor(Math.log10(value)), 0);
  return '$' + (decimals > 2 ? value.toFixed(Math.min(decimals, 12)) : value.toFixed(2));
};
