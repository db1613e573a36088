"""Reads every collection of /ogc through QGIS without a screen: python3 docs/qgis-read.py http://localhost:8080/ogc ACCOUNT PASSWORD"""
import os
import sys
import time

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsProviderRegistry,
    QgsRectangle,
    QgsVectorLayer,
    QgsWkbTypes,
)

os.environ["QT_QPA_PLATFORM"] = "offscreen"
root, account, password = sys.argv[1:4]
app = QgsApplication([], False)
app.initQgis()
known = QgsProviderRegistry.instance().providerList()
print("QGIS", Qgis.QGIS_VERSION, "providers", [one for one in known if one in ("OAPIF", "WFS", "ogr")])


def layer(name):
    return QgsVectorLayer(
        f"url='{root}' typename='{name}' username='{account}' password='{password}' "
        "pagingEnabled='true' pageSize='5000' restrictToRequestBBOX='1'",
        name,
        "OAPIF",
    )


for name in ["areas", "enterprises", "stations", "pipes", "ducts", "tags", "hazards"]:
    one = layer(name)
    if not one.isValid():
        sys.exit(f"{name}: {one.error().message()}")
    told = one.featureCount()
    begun = time.time()
    read = sum(1 for _ in one.getFeatures())
    print(
        f"{name}: {QgsWkbTypes.displayString(one.wkbType())}, {one.crs().authid()}, {len(one.fields())} columns, "
        f"featureCount {told}, read {read} in {time.time() - begun:.1f} s"
    )
stations = layer("stations")
box = QgsFeatureRequest().setFilterRect(QgsRectangle(114.5, 38.1, 114.6, 38.2)).setLimit(3)
print("in a box:", [f["name"] for f in stations.getFeatures(box)])
stations.setSubsetString("kind = 'city_gate'")
print("kind = 'city_gate':", [f["name"] for f in stations.getFeatures()], stations.featureCount())
# Layers that outlive the application end it with a fault.
del one, stations
app.exitQgis()
