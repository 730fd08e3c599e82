// What is wrong with a card or a dialog, the longer contents of which may scroll.
(view) => {
    const faults = [], root = document.documentElement, expect = (holds, fault) => { if (!holds) faults.push(fault); };
    const inside = (node) => {
        const box = node.getBoundingClientRect();
        return box.width > 0 && box.left >= -0.5 && box.top >= -0.5 && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5;
    };
    const card = document.querySelector("dialog[open]") || document.getElementById(view);
    expect(root.scrollWidth <= innerWidth && root.scrollHeight <= innerHeight, "the page is cut");
    expect(card.scrollWidth <= card.clientWidth, "the card is cut in its breadth");
    for (const node of card.querySelectorAll("h1, h2[id], .buttons button:not([hidden]), .close, .trouble:not([hidden]), .length")) {
        if (card.matches("dialog") && node.matches(".buttons button")) continue;
        expect(inside(node), `${node.id || node.className} is outside`);
        expect(node.scrollWidth <= node.clientWidth + 1, `${node.id || node.className} is clipped`);
    }
    for (const list of card.querySelectorAll(".aside, #step-list")) {
        if (card.matches("#settings")) continue;
        expect(inside(list) && list.clientHeight >= Math.min(60, list.scrollHeight), `${list.clientHeight} px to read the notes`);
    }
    return faults;
}
