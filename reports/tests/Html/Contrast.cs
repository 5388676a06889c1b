namespace Eval.Reports.Tests.Html;

/// <summary>Finds text below the contrast of WCAG 2.2 AA (4.5, or 3 for large text) on the opaque background it stands on.</summary>
internal static class Contrast
{
    public const string Script = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgb = colour => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
          const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] / 255 + below[i] * (1 - top[3] / 255)).concat(255);
          const behind = e => { const own = rgb(getComputedStyle(e).backgroundColor); return own[3] === 255 ? own : over(own, e.parentElement ? behind(e.parentElement) : [255, 255, 255, 255]); };
          const faults = [];
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility() || e.closest('svg') || e.matches('script,.hidden,option')) continue;
            const style = getComputedStyle(e), back = behind(e), text = over(rgb(style.color), back);
            const [a, b] = [light(text), light(back)];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const large = parseFloat(style.fontSize) >= 24 || parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700;
            if (ratio < (large ? 3 : 4.5)) faults.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2) + ' ' + e.textContent.trim().slice(0, 30));
          }
          return [...new Set(faults)];
        }
        """;
}
