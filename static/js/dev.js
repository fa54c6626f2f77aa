// While developing (script/server --dev): loads the page again when its content or code changed.
(() => {
  let known = null;
  const look = async () => {
    try {
      const { version } = await (await fetch("/dev/version/")).json();
      if (known !== null && version !== known) location.reload();
      known = version;
    } catch { known = ""; } // the server is restarting: load when it is back
    setTimeout(look, 600);
  };
  look();
})();
